/** Where the candidate is expected to have what an old copy has elsewhere: `rename title`, `rename body.details.title`. */
import { parsePath } from './path.ts';
import type { ExpectRule } from './rule.ts';

/** Both below one object, as names from there on. */
export interface Move {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface Renaming extends Move {
  /** Steps of the path of that object. */
  readonly parent: readonly string[];
}

/** @throws RangeError with a clause on what was expected */
export function renamingOf({ field, rename = '' }: Pick<ExpectRule, 'field' | 'rename'>): Renaming {
  const { steps } = parsePath(field);
  const section = steps[0]?.slice(1) ?? '';
  const isField = rename.startsWith(`${section}.`) || rename.startsWith(`${section}[`);
  if (!isField) {
    const name = section === 'headers' || section === 'trailers' ? rename.toLowerCase() : rename;
    return { parent: steps.slice(0, -1), from: namesOf(steps.slice(-1)), to: [name] };
  }
  const others = parsePath(rename).steps;
  let shared = 0;
  while (shared < Math.min(steps.length, others.length) && steps[shared] === others[shared]) shared++;
  if (shared === steps.length || shared === others.length) {
    throw new RangeError('expected a field that is neither the same, nor in it, nor around it');
  }
  return { parent: steps.slice(0, shared), from: namesOf(steps.slice(shared)), to: namesOf(others.slice(shared)) };
}

function namesOf(steps: readonly string[]): readonly string[] {
  if (!steps.every((step) => step.startsWith('.') && step !== '.')) {
    throw new RangeError('expected a field that lies in the same items, and differs from the other in names alone');
  }
  return steps.map((step) => step.slice(1));
}
