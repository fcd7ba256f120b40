/** What one finding is, from its counts: regression, noise, or not yet explained. */
import { directed } from '../finding.ts';
import type { FindingClass, Interval, Thresholds } from '../gate/model.ts';
import type { CaseCounts, Confirmed, FindingTally, Run } from '../tally.ts';
import { isFluke, reproduces, withoutSecondary } from './confirm.ts';
import { effectInterval, logEvidenceEitherWay } from './evidence.ts';
import { evidenceOf, latchThreshold, type Weighed } from './latch.ts';

/** Why a finding has its class. The sentence a person reads is made from it. */
type Reason =
  | 'latched'
  | 'oldCopiesDifferToo'
  | 'belowMinimumEffect'
  /** The evidence singles the candidate out, but the effect may still be below the minimum. */
  | 'effectUnclear'
  | 'thinEvidence'
  /** Sent again, its requests never showed it. */
  | 'fluke'
  | 'twoRoles'
  /** Without a secondary: they showed it every time, or the primary did not repeat its own answer either. */
  | 'reproduced'
  | 'primaryVaries'
  /** Diffy's rule was chosen to decide, and says so. */
  | 'diffy';

export interface Classification {
  readonly class: FindingClass;
  readonly reason: Reason;
  /** Natural log of E; 0 in a run without a secondary. */
  readonly logE: number;
  /** It comes in bursts, so that time blocks must say it as well. */
  readonly clustered: boolean;
  /** Share of exchanges in which only the candidate differs, less that in which only the secondary does. */
  readonly delta: Interval;
  /** Which of the two old copies differs from the other more than copies should: data, region or configuration. Overrides nothing. */
  readonly oddCopy: 'primary' | 'secondary' | null;
}

type Counted = Weighed &
  Pick<FindingTally, 'counts' | 'rank' | 'latched'> & {
    /** That part of `counts` which came from findings of another name: how often the primary was the odd one is not exact in it. */
    readonly before?: { readonly counts: CaseCounts };
  };

/** `n` is the number of exchanges compared at the finding's endpoint. */
export function classify(
  finding: Counted,
  n: number,
  run: Pick<Run, 'roles' | 'randomOrder'>,
  { alpha, minEffect }: Pick<Thresholds, 'alpha' | 'minEffect'>,
): Classification {
  const { candidate, secondary, primary, all } = finding.counts;
  const interval = effectInterval({ n, candidateOnly: candidate, secondaryOnly: secondary, alpha });
  const delta = { value: n === 0 ? 0 : (candidate - secondary) / n, ...interval };
  const threeRoles = run.roles.includes('secondary');
  const { logE, clustered } = evidenceOf(finding);
  const because = (kind: FindingClass, reason: Reason): Classification => ({
    class: kind,
    reason,
    logE: threeRoles ? logE : 0,
    clustered: threeRoles && clustered,
    delta,
    oddCopy: threeRoles && run.randomOrder ? oddCopyOf(finding, alpha) : null,
  });

  // Without a secondary only the candidate can ever be the odd one: there is no coin, and so no evidence.
  if (!threeRoles) return withoutCoin(finding.confirmed, delta.value > minEffect, because);
  const latched = finding.latched || logE >= latchThreshold(finding.rank, alpha);
  const isShift = finding.aspect === 'shift';
  const least = isShift ? Math.max(delta.low, -delta.high) : delta.low;
  const effect = reproduces(finding.confirmed, alpha) ? delta.value : least;
  if (latched && effect > minEffect) return because('regression', 'latched');
  // It was noted because all three differ, so there is nothing to explain.
  if (isShift) return because('noise', 'oldCopiesDifferToo');
  if (!latched && secondary + primary + all > 0) return because('noise', 'oldCopiesDifferToo');
  if (!latched && isFluke(finding.confirmed)) return because('noise', 'fluke');
  if (delta.high <= minEffect) return because('noise', 'belowMinimumEffect');
  return because('unexplained', latched ? 'effectUnclear' : 'thinEvidence');
}

function withoutCoin(
  confirmed: Confirmed,
  isLarge: boolean,
  because: (kind: FindingClass, reason: Reason) => Classification,
): Classification {
  const said = withoutSecondary(confirmed);
  if (said === undefined) return because('unexplained', 'twoRoles');
  if (said !== 'reproduced') return because('noise', said);
  return isLarge ? because('regression', said) : because('noise', 'belowMinimumEffect');
}

/** The same coin tossed between the two old copies; either may be the odd one. */
function oddCopyOf({ aspect, counts, before, rank }: Counted, alpha: number): 'primary' | 'secondary' | null {
  if (directed.has(aspect)) return null;
  const secondary = counts.secondary - (before?.counts.secondary ?? 0);
  const primary = counts.primary - (before?.counts.primary ?? 0);
  const likelier = secondary > primary ? 'secondary' : 'primary';
  return logEvidenceEitherWay(secondary, primary) >= latchThreshold(rank, alpha) ? likelier : null;
}
