/** What can differ, and in which of the five ways the three answers can relate. */

export const aspects = [
  'value',
  'type',
  'format',
  'missing',
  'extra',
  'length',
  'order',
  'shift',
  'truncated',
  'failure',
  'latency',
] as const;
export type Aspect = (typeof aspects)[number];

/** These say who is slower or higher, not who differs: the five cases, and the counted sets, are not about them. */
export const directed: ReadonlySet<Aspect> = new Set(['latency', 'shift']);

/** The four cases that are counted; `agree` is what remains of the exchanges compared. */
export const cases = ['candidate', 'secondary', 'primary', 'all'] as const;
export type Case = (typeof cases)[number];

/** One (field, aspect) of one exchange in which the three answers are not all alike. */
export interface Observation {
  readonly field: string;
  readonly aspect: Aspect;
  readonly case: Case;
}

/**
 * The case that three pairwise comparisons amount to; undefined is `agree`.
 * The table of section 4 of the design: it treats secondary and candidate alike, which is what the sign test needs.
 */
export function caseOf(ps: boolean, pc: boolean, sc: boolean): Case | undefined {
  if (ps && pc) return sc ? 'all' : 'primary';
  if (pc) return 'candidate';
  if (ps) return 'secondary';
  return undefined;
}
