/** Bodies of the three answers. */
import type { Message } from '../lift/content.ts';
import type { Decoders } from '../lift/decoders.ts';
import { type Lifted, lift } from '../lift/lift.ts';
import { pairsThat } from './bits.ts';
import { sameBody } from './bytes.ts';
import type { Differences } from './differences.ts';
import { compareTrees } from './walk.ts';

/** undefined for a role that takes no part. */
export function compareBodies(
  differences: Differences,
  decoders: Decoders,
  primary: Message,
  secondary: Message | undefined,
  candidate: Message | undefined,
): void {
  const asPrimary = (other: Message | undefined) =>
    other === undefined || sameBody(primary.body, other.body, equalBytes);
  const secondarySame = asPrimary(secondary);
  const candidateSame = asPrimary(candidate);
  if (secondarySame && candidateSame) return;
  // Bytes that are equal are lifted once, and are equal then whatever their headers say.
  const one = lift(primary, decoders);
  const two = secondary && (secondarySame ? one : lift(secondary, decoders));
  const three = candidate && (candidateSame ? one : lift(candidate, decoders));
  compareLifted(differences, one, two, three);
}

/** Too slow for the tap, which has a native comparison; here at most 4 MiB take a few milliseconds. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function compareLifted(
  differences: Differences,
  one: Lifted,
  secondary: Lifted | undefined,
  candidate: Lifted | undefined,
): void {
  const values = [shown(one), secondary && shown(secondary), candidate && shown(candidate)] as const;
  const isThere = (side: Lifted | undefined) => side && side.kind !== 'empty';
  differences.presence('body', one.kind !== 'empty', isThere(secondary), isThere(candidate), values);
  if (one.kind === 'empty') return;
  const two = isThere(secondary) ? secondary : undefined;
  const three = isThere(candidate) ? candidate : undefined;
  differences.note('body', 'type', pairsThat(otherType, one, two, three), values);
  differences.note('body', 'value', pairsThat(otherValue, one, two, three), values);
  const lengths = [one.length, lengthIn(two), lengthIn(three)] as const;
  differences.note('body', 'length', pairsThat(otherLength, one, two, three), lengths);
  if (one.kind !== 'json') return;
  compareTrees(differences, {
    field: 'body',
    primary: one.value,
    secondary: two?.kind === 'json' ? two.value : undefined,
    candidate: three?.kind === 'json' ? three.value : undefined,
  });
}

const isCut = (a: Lifted, b: Lifted): boolean => a.kind === 'cut' || b.kind === 'cut';

/** What a body over the cap is nobody looked at, so it has no type of its own. */
const otherType = (a: Lifted, b: Lifted): boolean => !isCut(a, b) && a.kind !== b.kind;

function otherValue(a: Lifted, b: Lifted): boolean {
  if (a.kind === 'text' && b.kind === 'text') return a.text !== b.text;
  if ((a.kind === 'binary' && b.kind === 'binary') || (a.kind === 'cut' && b.kind === 'cut')) {
    return a.sha256 !== b.sha256;
  }
  return isCut(a, b);
}

const otherLength = (a: Lifted, b: Lifted): boolean =>
  (isCut(a, b) || (a.kind === 'binary' && b.kind === 'binary')) && lengthIn(a) !== lengthIn(b);

const lengthIn = (side: Lifted | undefined): number | undefined =>
  side === undefined || side.kind === 'empty' ? undefined : side.length;

/** What a person is shown of a whole body. */
function shown(side: Lifted): unknown {
  switch (side.kind) {
    case 'empty':
      return undefined;
    case 'json':
      return side.value;
    case 'text':
      return side.text;
    default:
      return { length: side.length, sha256: side.sha256 };
  }
}
