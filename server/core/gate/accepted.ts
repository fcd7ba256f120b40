/** Which findings are accepted, and how each entry of `accept:` stands at the end of a run. */
import { effectInterval } from '../noise/evidence.ts';
import { fits, parsePath, stepsOf } from '../rules/path.ts';
import { endOf, endpointMatcher } from '../rules/scope.ts';
import type { EndpointTally } from '../tally.ts';
import { counted, grouped, percent, percentExact } from './figures.ts';
import type { Acceptance, AcceptanceState, ReportAcceptance, ReportFinding, Thresholds } from './model.ts';

interface Reading {
  readonly entry: Acceptance;
  readonly expired: boolean;
  /** Of findings that are more than noise: those that it is about. */
  readonly about: readonly ReportFinding[];
}

/**
 * A finding that an entry is about is `accepted` and counts no more, unless the entry has expired or the finding surely occurs more
 * often than the entry says. Findings that are noise need no entry and stay what they are.
 * @param asOf epoch milliseconds: entries that ended before have expired
 */
export function acceptFindings(
  findings: readonly ReportFinding[],
  endpoints: readonly EndpointTally[],
  { accept = [], minExchanges, alpha }: Thresholds,
  asOf: number,
): { readonly findings: readonly ReportFinding[]; readonly accepted: readonly ReportAcceptance[] } {
  const real = findings.filter(isMoreThanNoise);
  const readings = accept.map((entry): Reading => {
    const means = matcherOf(entry);
    return { entry, expired: isExpired(entry, asOf), about: real.filter(means) };
  });
  const compared = comparedBy(endpoints);
  const isEnough = (entry: Acceptance) => {
    const n = compared(entry);
    const { high } = effectInterval({ n, candidateOnly: 0, secondaryOnly: 0, alpha });
    return n >= Math.max(1, minExchanges) && high <= (entry.rate ?? 1);
  };
  return {
    findings: findings.map((finding) => (isMoreThanNoise(finding) ? weighed(finding, readings) : finding)),
    accepted: readings.map((reading) => {
      const state = stateOf(reading, isEnough(reading.entry));
      const sentence = sentenceOf(reading, state, compared(reading.entry));
      return { entry: reading.entry, state, findings: reading.about.map(({ id }) => id), sentence };
    }),
  };
}

const isMoreThanNoise = (finding: ReportFinding): boolean =>
  finding.class === 'regression' || finding.class === 'unexplained';

function matcherOf(entry: Acceptance): (finding: ReportFinding) => boolean {
  const { finding: wanted } = entry;
  if (wanted !== undefined) return ({ id, supersedes }) => id === wanted || supersedes.includes(wanted);
  const isThere = placeOf(entry);
  return (finding) => isThere(finding) && (entry.aspects?.includes(finding.aspect) ?? true);
}

/** Whether a finding is at the entry's endpoint and field, in whatever way it differs there. */
function placeOf({ endpoint, field }: Acceptance): (finding: ReportFinding) => boolean {
  if (field === undefined) return () => false;
  const isThere = endpoint === undefined ? () => true : endpointMatcher(endpoint);
  const path = parsePath(field);
  return (finding) => isThere(finding.endpoint) && fits(path, stepsOf(finding.field));
}

const isExpired = ({ until }: Acceptance, asOf: number): boolean => until !== undefined && endOf(until) <= asOf;

/** Past its rate for sure: by the low end of the interval. */
const isWorse = ({ rate }: Acceptance, { delta }: ReportFinding): boolean => rate !== undefined && delta.low > rate;

function weighed(finding: ReportFinding, readings: readonly Reading[]): ReportFinding {
  const about = readings.filter((reading) => reading.about.includes(finding));
  const accepting = about.find(({ entry, expired }) => !expired && !isWorse(entry, finding));
  const say = (note: string) => ({ ...finding, sentence: `${finding.sentence} ${note}` });
  if (accepting !== undefined) {
    return { ...say(`It is ${acceptedAs(accepting.entry)}.`), class: 'accepted', needs: null, accept: null };
  }
  const [former] = about;
  if (former !== undefined) {
    return former.expired
      ? say(`It was accepted until ${former.entry.until}.`)
      : say(`It was accepted up to ${percentExact(former.entry.rate ?? 1)}, and is more now.`);
  }
  const other = readings.find(
    ({ entry, expired }) => !expired && entry.aspects !== undefined && placeOf(entry)(finding),
  );
  return other === undefined
    ? finding
    : say(`What is accepted here is another difference: ${other.entry.aspects?.join(', ')}.`);
}

function acceptedAs({ until, reason }: Acceptance): string {
  return `accepted${until === undefined ? '' : ` until ${until}`}${reason === undefined ? '' : `: ${reason}`}`;
}

function stateOf({ entry, expired, about }: Reading, isEnough: boolean): AcceptanceState {
  if (expired) return 'expired';
  if (about.some((finding) => isWorse(entry, finding))) return 'worse';
  if (about.length > 0) return 'active';
  return isEnough ? 'removable' : 'unseen';
}

function sentenceOf({ entry, about }: Reading, state: AcceptanceState, compared: number): string {
  const what = nameOf(entry, about);
  switch (state) {
    case 'active':
      return `${what} is ${acceptedAs(entry)}.`;
    case 'worse': {
      const most = Math.max(...about.map(({ delta }) => delta.low));
      return `${what} is accepted up to ${percentExact(entry.rate ?? 1)}, and occurs in at least ${percent(most)} now: it counts again.`;
    }
    case 'expired': {
      const now = about.length > 0 ? 'it counts again' : 'its entry may be removed';
      return `${what} was accepted until ${entry.until}: ${now}.`;
    }
    case 'removable':
      return `${what} no longer occurs in ${counted(compared, 'exchange')}: its entry may be removed.`;
    case 'unseen':
      return `${what} did not occur, but ${grouped(compared)} ${compared === 1 ? 'exchange is' : 'exchanges are'} too few to say that its entry may be removed.`;
  }
}

function nameOf({ finding, endpoint, field, aspects }: Acceptance, about: readonly ReportFinding[]): string {
  const [first] = about;
  const [at, where, how] =
    field === undefined && first !== undefined
      ? [first.endpoint, first.field, first.aspect]
      : [endpoint, field, aspects?.join(', ')];
  if (where === undefined) return `The finding ${finding}`;
  return `${where}${how === undefined || how === where ? '' : ` ${how}`}${at === undefined ? '' : ` at ${at}`}`;
}

function comparedBy(endpoints: readonly EndpointTally[]): (entry: Acceptance) => number {
  return ({ endpoint: pattern }) => {
    const means = pattern === undefined ? () => true : endpointMatcher(pattern);
    return endpoints.reduce((sum, { endpoint, compared }) => (means(endpoint) ? sum + compared : sum), 0);
  };
}
