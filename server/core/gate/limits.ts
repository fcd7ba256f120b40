/** What a verdict looks at besides the diff rate: failures, latency, and whether enough was compared at single endpoints. */
import type { Role } from '../exchange.ts';
import { effectInterval } from '../noise/evidence.ts';
import { firstTotal } from '../noise/forecast.ts';
import { countOf, leastCount, quantile, quantileInterval, shareOf, sumOf } from '../noise/sketch.ts';
import { endpointMatcher } from '../rules/scope.ts';
import type { EndpointTally, Sketch } from '../tally.ts';
import {
  counted,
  grouped,
  milliseconds,
  percentExact,
  percentInterval,
  percentUp,
  ratioText,
  roughly,
} from './figures.ts';
import { type QuantileName, quantileNames, type RankInterval, type Thresholds } from './model.ts';
import { type Scope, scopesOf } from './scope.ts';
import type { Outcome } from './verdict.ts';

type Old = 'primary' | 'secondary';

/** @param roles of the run: the candidate is held against the secondary, which is sent like it; without one, against the primary */
export function limitOutcomes(
  endpoints: readonly EndpointTally[],
  roles: readonly Role[],
  thresholds: Thresholds,
): readonly Outcome[] {
  const old = roles.includes('secondary') ? 'secondary' : 'primary';
  const failures = scopesOf('maxFailureIncrease', endpoints, thresholds).filter(wasCompared);
  const latency = scopesOf('latency', endpoints, thresholds)
    .filter(wasCompared)
    .flatMap((scope) =>
      quantileNames.flatMap((name) => {
        const limit = scope.limit[name];
        return limit === undefined ? [] : [{ ...scope, name, limit }];
      }),
    );
  // Each kind of limit has alpha to itself, and shares it among the places where it is looked at.
  return [
    ...tooFewAt(endpoints, thresholds),
    ...failures.map((scope) => failureOutcome(scope, old, thresholds.alpha / failures.length)),
    ...latency.map((scope) => latencyOutcome(scope, old, thresholds.alpha / (2 * latency.length))),
  ];
}

const comparedAt = (endpoints: readonly EndpointTally[]): number =>
  endpoints.reduce((sum, { compared }) => sum + compared, 0);

const wasCompared = ({ endpoints }: Scope<unknown>): boolean => comparedAt(endpoints) > 0;

/** Endpoints that must have been compared a number of times, those that no request reached included. */
function tooFewAt(endpoints: readonly EndpointTally[], { endpoints: limits = [] }: Thresholds): readonly Outcome[] {
  return limits.flatMap(({ endpoint: pattern, minExchanges }): readonly Outcome[] => {
    const means = endpointMatcher(pattern);
    const meant = endpoints.filter(({ endpoint }) => means(endpoint));
    if (meant.length === 0) {
      const needed = minExchanges ?? 0;
      const missing = needed > 0 ? `${grouped(needed)} are needed for a verdict` : 'its thresholds judged nothing';
      return [
        {
          verdict: needed > 0 ? 'inconclusive' : 'pass',
          reasons: [`No exchange was compared at ${pattern}: ${missing}.`],
        },
      ];
    }
    return meant.flatMap(({ endpoint, compared }): readonly Outcome[] => {
      const short = (minExchanges ?? 0) - compared;
      if (short <= 0) return [];
      const was = compared === 1 ? 'was' : 'were';
      const are = short === 1 ? 'is' : 'are';
      const reason = `Only ${counted(compared, 'exchange')} ${was} compared at ${endpoint}: ${grouped(short)} more ${are} needed for a verdict.`;
      return [{ verdict: 'inconclusive', reasons: [reason] }];
    });
  });
}

/**
 * A candidate that fails in more requests than the old copy. How often both failed in the same exchange is not kept; taken as
 * never, which leaves their difference as it is and only widens its interval.
 */
function failureOutcome({ where, endpoints, limit }: Scope<number>, old: Old, alpha: number): Outcome {
  const failed = (role: Role) =>
    endpoints.flatMap(({ failures }) => Object.values(failures[role])).reduce((sum, count) => sum + count, 0);
  const n = comparedAt(endpoints);
  const [fresh, before] = [failed('candidate'), failed(old)];
  const boundsAt = (total: number) =>
    effectInterval({ n: total, candidateOnly: (fresh / n) * total, secondaryOnly: (before / n) * total, alpha });
  const { low, high } = boundsAt(n);
  const value = (fresh - before) / n;
  const found = `The candidate failed or answered 5xx in ${grouped(fresh)} of ${counted(n, 'request')}${where}, the ${old} in ${grouped(before)}`;
  const confidence = percentExact(1 - alpha);
  if (value <= limit) {
    const bound = `at most ${percentUp(Math.max(0, high))} more (${confidence})`;
    return { verdict: 'pass', reasons: [`${found}: ${bound}, ${percentExact(limit)} is allowed.`] };
  }
  const { value: size, ends } = percentInterval({ value, low, high });
  const more = `${found}: ${size} more, ${confidence} interval ${ends}`;
  if (low > limit) return { verdict: 'fail', reasons: [`${more}, and ${percentExact(limit)} is allowed.`] };
  const needs = firstTotal((total) => boundsAt(total).low > limit, n);
  return {
    verdict: 'inconclusive',
    reasons: [`${more}, and ${percentExact(limit)} is allowed, but it may be chance${wouldDecide(needs, n)}.`],
  };
}

interface Timed extends Scope<number> {
  readonly name: QuantileName;
}

/** A candidate that is slower by more than the limit: surely so where even its interval's low end is, against the other's high end. */
function latencyOutcome({ where, endpoints, name, limit }: Timed, old: Old, alpha: number): Outcome {
  const all = (role: Role): Sketch => sumOf(endpoints.map(({ latency }) => latency[role]));
  const [fresh, before] = [all('candidate'), all(old)];
  const q = shareOf[name];
  const [slow, usual] = [quantile(fresh, q), quantile(before, q)];
  const timed = Math.min(countOf(fresh), countOf(before));
  const short = leastCount[name] - timed;
  if (short > 0 || slow === null || usual === null) {
    const have = `${name}${where} needs ${leastCount[name]} timed answers of each`;
    const reason = `${have}, and there are ${grouped(timed)}: ${grouped(short)} more are needed for a verdict.`;
    return { verdict: 'inconclusive', reasons: [reason] };
  }
  const ends = (sketch: Sketch, times = 1) => quantileInterval(sketch, q, alpha, times);
  const found = `${name}${where} is ${told(slow, ends(fresh))} for the candidate and ${told(usual, ends(before))} for the ${old}`;
  const verdict = `${found}, ${ratioText(slow / usual)}`;
  const allowed = `${ratioText(limit)} is allowed`;
  if (slow <= limit * usual) return { verdict: 'pass', reasons: [`${verdict}: ${allowed}.`] };
  const isSure = (times: number) => {
    const { high } = ends(before, times);
    return high !== null && ends(fresh, times).low > limit * high;
  };
  if (isSure(1)) return { verdict: 'fail', reasons: [`${verdict}, and ${allowed}.`] };
  const needs = firstTotal((total) => isSure(total / timed), timed);
  return {
    verdict: 'inconclusive',
    reasons: [`${verdict}, and ${allowed}, but it may be chance${wouldDecide(needs, timed)}.`],
  };
}

function told(ms: number, { low, high }: RankInterval): string {
  const ends = high === null ? `from ${milliseconds(low)} up` : `${milliseconds(low)}-${milliseconds(high)}`;
  return `${milliseconds(ms)} ms (${ends})`;
}

function wouldDecide(total: number | null, sofar: number): string {
  return total === null ? '' : `: about ${roughly(total - sofar)} more requests would decide it`;
}
