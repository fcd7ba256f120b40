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

/**
 * What a difference in `value` or `format` comes down to. Texts: `case`, `white space`, `normalization` (of Unicode),
 * `time zone` and `precision` (the same moment). Numbers, also as text: `trailing zeros`, `spelling` (the same number), `sign`,
 * `+1`, `-1`, `rounding` (one is the other with fewer digits). Of ETag and Last-Modified: whether the body is the same.
 */
export const likenesses = [
  'case',
  'white space',
  'normalization',
  'time zone',
  'precision',
  'trailing zeros',
  'spelling',
  'sign',
  '+1',
  '-1',
  'rounding',
  'same body',
  'other body',
] as const;
export type Likeness = (typeof likenesses)[number];

/** One (field, aspect) of one exchange in which the three answers are not all alike. */
export interface Observation {
  readonly field: string;
  readonly aspect: Aspect;
  readonly case: Case;
  /** Where only the candidate differs and every place that folds into the field comes down to the same. */
  readonly pattern?: Likeness;
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
