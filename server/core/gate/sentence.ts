/** The one sentence about a finding, wherever a person meets it: terminal, dashboard, reports. */
import type { Aspect } from '../finding.ts';
import type { Classification } from '../noise/classify.ts';
import type { CaseCounts } from '../tally.ts';
import { counted, grouped, percentExact, percentInterval, percentUp, roughly, times } from './figures.ts';
import type { Thresholds } from './model.ts';

export interface Told {
  readonly field?: string;
  readonly aspect: Aspect;
  readonly counts: CaseCounts;
  /** Exchanges compared at the endpoint. */
  readonly n: number;
  readonly classification: Classification;
  /** About how many more exchanges decide it; null when none would, or nothing is left to decide. */
  readonly needs: number | null;
  readonly thresholds: Pick<Thresholds, 'alpha' | 'minEffect'>;
}

/** What the odd one out does. */
const does: Readonly<Record<Aspect, string>> = {
  value: 'differs',
  type: 'has another type',
  format: 'has another format',
  missing: 'lacks the field',
  extra: 'adds the field',
  length: 'has another length',
  order: 'has another order',
  shift: 'moved',
  truncated: 'was too large to compare in full',
  failure: 'differs in whether or how it failed',
  latency: 'was slower',
};

function doing({ field = '', aspect }: Pick<Told, 'field' | 'aspect'>): string {
  if (field === 'latency.tail') return 'was slower than 99 % of the first answers of the old copies';
  if (field === 'status' && aspect === 'type') return 'has a status of another class';
  const [, kind] = /^failure\.(\w+)$/.exec(field) ?? [];
  return kind === undefined ? does[aspect] : `differs in whether it failed (${kind})`;
}

/** One to three sentences, plain text without line breaks. */
export function sentenceOf(told: Told): string {
  const { oddCopy } = told.classification;
  const about = aboutCandidate(told);
  return oddCopy === null ? about : `${about} ${aboutOldCopies(told, oddCopy)}`;
}

function aboutCandidate(told: Told): string {
  const { counts, n, needs, classification, thresholds } = told;
  const minimum = percentExact(thresholds.minEffect);
  const more = needs === null || needs === 0 ? '' : `: about ${roughly(needs)} more ${noun(needs)} would decide it`;
  switch (classification.reason) {
    case 'latched':
      return `${lead(told)} (${effect(told)}). ${oldCopies(told)}.`;
    case 'effectUnclear':
      return `${lead(told)} (${effect(told)}). That is no chance, but it may be below the minimum effect of ${minimum}${more}.`;
    case 'belowMinimumEffect': {
      const bound = `at most ${percentUp(Math.max(0, classification.delta.high))} more than the secondary`;
      return `${lead(told)}. That is ${bound} (${confidence(told)}), below the minimum effect of ${minimum}.`;
    }
    case 'thinEvidence': {
      const cases = counts.candidate === 1 ? 'one case' : `${grouped(counts.candidate)} cases`;
      return `${lead(told)}. ${oldCopies(told)}, but ${cases} can be chance${more}.`;
    }
    case 'oldCopiesDifferToo':
      return noise(told);
    case 'twoRoles':
      return `The candidate ${doing(told)}: ${share(counts.candidate, n)}. Without a secondary, noise cannot be told from a regression.`;
  }
}

/** Latency and shift say which of two is slower or higher, so `only` would claim something about the third. */
function isDirected(aspect: Aspect): boolean {
  return aspect === 'latency' || aspect === 'shift';
}

function lead(told: Told): string {
  const { aspect, counts, n } = told;
  return `${isDirected(aspect) ? 'The' : 'Only the'} candidate ${doing(told)}: ${share(counts.candidate, n)}`;
}

function share(part: number, n: number): string {
  return `${grouped(part)} of ${counted(n, 'request')}`;
}

function noun(requests: number): string {
  return requests === 1 ? 'request' : 'requests';
}

function confidence({ thresholds }: Told): string {
  return percentExact(1 - thresholds.alpha);
}

function effect(told: Told): string {
  const { delta } = told.classification;
  const { value, ends } = percentInterval({ ...delta, value: Math.abs(delta.value) });
  // "6 % more" of being slower would be read as slower by 6 %.
  const often = isDirected(told.aspect) ? ' often' : '';
  const than = delta.value === 0 ? 'as often as' : `${value} ${delta.value > 0 ? 'more' : 'less'}${often} than`;
  return `${than} the secondary, ${confidence(told)} interval ${ends}`;
}

function oldCopies({ aspect, counts }: Told): string {
  const { secondary } = counts;
  if (aspect === 'latency')
    return `The secondary was ${secondary === 0 ? 'never slower' : `slower ${times(secondary)}`}`;
  if (aspect === 'shift') return `The secondary ${secondary === 0 ? 'never moved' : `moved ${times(secondary)}`}`;
  const differed = secondary + counts.primary + counts.all;
  return differed === 0
    ? 'The two old copies never differed from each other'
    : `The two old copies differed from each other ${times(differed)}`;
}

function noise(told: Told): string {
  const { aspect, counts, n } = told;
  if (isDirected(aspect)) {
    return `The secondary ${doing(told)} too: ${share(counts.secondary, n)}, the candidate ${times(counts.candidate)}.`;
  }
  const differed = counts.secondary + counts.primary + counts.all;
  const candidate = counts.candidate === 0 ? 'never the odd one out' : `the odd one out ${times(counts.candidate)}`;
  return `The two old copies differ from each other too: ${share(differed, n)}. The candidate was ${candidate}, the secondary ${times(counts.secondary)}.`;
}

function aboutOldCopies({ counts }: Told, odd: 'primary' | 'secondary'): string {
  const other = odd === 'primary' ? 'secondary' : 'primary';
  return `The two old copies are not alike: the ${odd} was the odd one out ${times(counts[odd])}, the ${other} ${times(counts[other])}.`;
}
