/** Places where no role has anything below: texts, numbers, truths and null. */
import { type Decoded, decodeText } from '../lift/encoded.ts';
import type { Json } from '../lift/json.ts';
import { type ExactNumber, sameNumber, sourceOf } from '../lift/number.ts';
import { isSpent, pay, type Work } from '../work.ts';
import { PC, PS, pairsThat, SC, unequal } from './bits.ts';
import type { Differences, Values } from './differences.ts';
import { memberOf } from './field.ts';
import { longestText, otherFormat, otherFormats } from './format.ts';
import type { Place } from './place.ts';
import { shiftOf } from './shift.ts';
import { equal, typeOf } from './tree.ts';
import { noteUnreached } from './unreached.ts';

interface Context {
  readonly differences: Differences;
  readonly work: Work;
  /** Takes the places inside an encoded string. */
  readonly open: { push(place: Place): unknown };
}

/**
 * Notes `value` where two roles have other values, and `format` where they write them in other ways; a string that is itself
 * a document is opened instead, and named as a whole only where the same content is written in another way (`format`).
 *
 * `types` are the pairs whose types differ, which is a finding of its own: `7` and `"7"` have no values to compare. Where the
 * other roles' values differ, though, such a pair counts as differing too. Take a noisy number that the candidate turned to
 * text: left out there, the candidate would look calm and the secondary alone would seem to differ, exchange after exchange,
 * although the two are alike as far as anyone can tell.
 */
export function compareScalars(context: Context, place: Place, types: number): void {
  const { field, primary, secondary, candidate } = place;
  const { differences, work } = context;
  const values: Values = [primary, secondary, candidate];
  if (typeof primary === 'string') {
    work.left -= primary.length >> 8;
    const whole = differences.ruling?.readsWhole(field) ?? false;
    if (!whole && compareInside(context, place)) return;
  }
  const ofOneType = (differ: (a: Json, b: Json) => boolean) => {
    const bits = pairsThat(
      (a, b) => typeOf(a) === typeOf(b) && isScalar(a) && differ(a, b),
      primary,
      secondary,
      candidate,
    );
    return bits === 0 ? 0 : bits | types;
  };
  const other = ofOneType(otherValue);
  const left = differences.note(field, 'value', other, values);
  if (other === allPairs && types === 0)
    differences.shift(field, shiftOf(primary, secondary, candidate), values, left !== other);
  if (other === 0 && typeof primary === 'string') return;
  work.formatsLeft = (work.formatsLeft ?? mostFormats) - 1;
  if (work.formatsLeft < 0 || !pay(work, unitsOfFormats(values))) return;
  const otherwise =
    typeof primary === 'string' && types === 0
      ? otherFormats(primary, secondary as string | undefined, candidate as string | undefined)
      : ofOneType(otherWay);
  differences.note(field, 'format', otherwise, values);
}

const allPairs = PS | PC | SC;

/** Places of one walk: a list whose every item changed shows another format among its first thousands as well. */
const mostFormats = 5_000;

/** A long text is searched from end to end by one pattern after the other. */
const unitsOfFormats = (values: Values): number =>
  values.reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? Math.min(value.length, longestText) >> 3 : 0),
    0,
  );

const isNumber = (value: Json): value is number | ExactNumber => typeOf(value) === 'number';
const isScalar = (value: Json): boolean => typeof value !== 'object' || value === null || isNumber(value);

const otherValue = (a: Json, b: Json): boolean => a !== b && !(isNumber(a) && isNumber(b) && sameNumber(a, b));

/** Of equal numbers any other spelling counts; values that differ are judged by the formats they may have. */
function otherWay(a: Json, b: Json): boolean {
  if (a === b) return false;
  if (isNumber(a) && isNumber(b) && sameNumber(a, b)) return sourceOf(a) !== sourceOf(b);
  return otherFormat(a, b);
}

/** Encodings within encodings. */
const mostLevels = 3;
const marks = /<(?:json|base64|jwt|url)>/g;

/** Whether the strings of all that take part hold documents of one kind; then their parts are compared. */
function compareInside({ differences, work, open }: Context, place: Place): boolean {
  const { field, primary } = place;
  const secondary = typeof place.secondary === 'string' ? place.secondary : undefined;
  const candidate = typeof place.candidate === 'string' ? place.candidate : undefined;
  const texts = [primary as string, secondary, candidate] as const;
  const whole = pairsThat<string>(unequal, ...texts);
  if (whole === 0) return false;
  const one = decodeText(texts[0], work);
  if (one === undefined && !isSpent(work)) return false;
  if ((field.match(marks)?.length ?? 0) >= mostLevels) return false;
  const decode = (text: string | undefined) =>
    text === texts[0] ? one : text === undefined ? undefined : decodeText(text, work);
  const two = decode(secondary);
  const three = decode(candidate);
  // Read on one side and not on the other it would look like another kind of text.
  if (one === undefined || isSpent(work)) {
    noteUnreached(differences, place);
    return true;
  }
  if ((secondary !== undefined && two?.kind !== one.kind) || (candidate !== undefined && three?.kind !== one.kind)) {
    return false;
  }
  const inside = `${field}<${one.mark}>`;
  const bits = (differ: (a: Decoded, b: Decoded) => boolean) => pairsThat<Decoded>(differ, one, two, three);
  const content = bits((a, b) => a !== b && !equal(a.value, b.value, work));
  const seal = bits((a, b) => a.seal?.value !== b.seal?.value);
  if (one.seal !== undefined) {
    const values = [one.seal.value, two?.seal?.value, three?.seal?.value] as const;
    differences.note(memberOf(inside, one.seal.name), 'value', seal & ~content, values);
  }
  differences.note(field, 'format', whole & ~content & ~seal, texts);
  if (content !== 0) {
    open.push({ field: inside, primary: one.value, secondary: two?.value, candidate: three?.value, up: place });
  }
  return true;
}
