/** The one sentence about a finding, wherever a person meets it: terminal, dashboard, reports. */
import { type Aspect, directed, type Likeness, likenesses } from '../finding.ts';
import type { Classification } from '../noise/classify.ts';
import type { FindingTally } from '../tally.ts';
import { counted, grouped, percent, percentExact, percentInterval, percentUp, roughly, times } from './figures.ts';
import type { Thresholds, Where } from './model.ts';

export interface Told
  extends Pick<FindingTally, 'field' | 'aspect' | 'counts' | 'patterns' | 'votes' | 'blocks' | 'confirmed'> {
  /** Exchanges compared at the endpoint. */
  readonly n: number;
  readonly classification: Classification;
  /** About how many more exchanges decide it; null when none would, or nothing is left to decide. */
  readonly needs: number | null;
  /** What Diffy's rule weighed; told where it decides. */
  readonly diffy?: { readonly raw: number; readonly noise: number; readonly flagged: boolean };
  readonly thresholds: Pick<Thresholds, 'alpha' | 'minEffect'>;
  /** What its requests have in common; the first is told. */
  readonly where?: readonly Where[];
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
  shift: 'is higher or longer',
  truncated: 'was too large to compare in full',
  failure: 'differs in whether or how it failed',
  latency: 'was slower',
};

/** What the difference comes down to, after `in all 118 of them`. */
const comesDownTo: Readonly<Record<Likeness, string>> = {
  case: 'only upper and lower case differ',
  'white space': 'only white space differs',
  normalization: 'only the Unicode normalization differs',
  'time zone': 'it is the same moment in another time zone',
  precision: 'it is the same moment with more or fewer digits',
  'trailing zeros': 'only trailing zeros differ',
  spelling: 'it is the same number in another spelling',
  sign: 'only the sign differs',
  '+1': "the candidate's number is one more",
  '-1': "the candidate's number is one less",
  rounding: 'one number is the other, rounded',
  'same body': 'the body is the same',
  'other body': 'the body differs too',
};

function doing({ field = '', aspect }: Pick<Told, 'field' | 'aspect'>): string {
  if (field === 'latency.tail') return 'was slower than 99 % of the first answers of the old copies';
  if (field === 'status' && aspect === 'type') return 'has a status of another class';
  const [, kind] = /^failure\.(\w+)$/.exec(field) ?? [];
  return kind === undefined ? does[aspect] : `differs in whether it failed (${kind})`;
}

/** One to seven sentences, plain text without line breaks. */
export function sentenceOf(told: Told): string {
  const { oddCopy } = told.classification;
  const [first] = told.where ?? [];
  return [
    aboutCandidate(told),
    ...(first === undefined ? [] : [aboutRequests(first)]),
    ...aboutVotes(told),
    ...aboutRepeats(told),
    ...(oddCopy === null ? [] : [aboutOldCopies(told, oddCopy)]),
  ].join(' ');
}

/** How a person says the first part of an attribute's name. */
const partWords: readonly (readonly [start: string, words: string])[] = [
  ['answer.body.', 'answer '],
  ['answer.headers.', 'answer header '],
  ['answer.', 'answer '],
  ['headers.', 'header '],
  ['body.', 'request body '],
  ['query.', 'query '],
  ['path.', 'path '],
];

function aboutRequests({ attribute, value, share, base, only }: Where): string {
  const [start, words] = partWords.find(([part]) => attribute.startsWith(part)) ?? ['', ''];
  const what = `${words}${attribute.slice(start.length)}=${value}`;
  return only ? `Only with ${what}.` : `Mostly with ${what}: ${percent(share)} of them, ${percent(base)} of the rest.`;
}

/** Where fewer votes than exchanges made the evidence: which, and why. */
function aboutVotes({ aspect, counts, votes, blocks, classification, confirmed }: Told): readonly string[] {
  if (!weighs.has(classification.reason)) return [];
  const repeated = votes.candidate < counts.candidate;
  const times = counted(votes.candidate, 'vote');
  return [
    ...(repeated
      ? [`The same requests came again and again: that counts as ${times} against ${grouped(votes.secondary)}.`]
      : []),
    // What came back when it was sent again was no passing fault.
    ...(classification.clustered && aspect !== 'latency' && confirmed.candidate === 0 ? [inBursts(blocks)] : []),
  ];
}

/** What came of sending the requests again. */
function aboutRepeats({ classification, confirmed }: Told): readonly string[] {
  const { tries, candidate, secondary } = confirmed;
  if (tries === 0 || classification.reason === 'diffy') return [];
  const [once, also] = tries === 1 ? ['try', 'time'] : ['tries', 'times'];
  if (candidate === 0 && secondary === 0) return [`Sent again, it did not come back in ${grouped(tries)} ${once}.`];
  const reproduced = `Sent again, it was reproduced ${grouped(candidate)} of ${grouped(tries)} ${also}`;
  return [`${reproduced}${secondary === 0 ? '' : `; ${besides(classification, secondary)}`}.`];
}

function besides({ reason }: Classification, secondary: number): string {
  return isTwoRoled(reason)
    ? `the primary did not repeat its own answer ${times(secondary)}`
    : `the secondary was the odd one ${times(secondary)}`;
}

const isTwoRoled = (reason: Classification['reason']): boolean =>
  reason === 'twoRoles' || reason === 'reproduced' || reason === 'primaryVaries';

/** Reasons that the evidence has a part in. */
const weighs: ReadonlySet<Classification['reason']> = new Set(['latched', 'effectUnclear', 'thinEvidence']);

function inBursts({ candidate, secondary }: Told['blocks']): string {
  const spoke = candidate + secondary;
  if (spoke === 0)
    return 'It comes in bursts, within one block of 10 seconds: it takes several to tell it from a passing fault.';
  return `It comes in bursts: of the blocks of 10 seconds that tell them apart, ${grouped(candidate)} of ${grouped(spoke)} speak against the candidate.`;
}

function aboutCandidate(told: Told): string {
  const { counts, n, needs, classification, thresholds } = told;
  const minimum = percentExact(thresholds.minEffect);
  const more = needs === null || needs === 0 ? '' : `: about ${roughly(needs)} more ${noun(needs)} would decide it`;
  switch (classification.reason) {
    case 'latched':
      if (told.aspect === 'shift') return shifted(told);
      return `${lead(told)} (${effect(told)}). ${pattern(told)}${oldCopies(told)}.`;
    case 'effectUnclear':
      return `${lead(told)} (${effect(told)}). ${pattern(told)}That is no chance, but it may be below the minimum effect of ${minimum}${more}.`;
    case 'belowMinimumEffect': {
      const bound = `at most ${percentUp(Math.max(0, classification.delta.high))} more than the secondary`;
      return `${lead(told)}. ${pattern(told)}That is ${bound} (${confidence(told)}), below the minimum effect of ${minimum}.`;
    }
    case 'thinEvidence': {
      const few = counts.candidate === 1 ? 'one case' : `${grouped(counts.candidate)} cases`;
      const so = told.votes.candidate < counts.candidate || classification.clustered ? 'that' : few;
      return `${lead(told)}. ${pattern(told)}${oldCopies(told)}, but ${so} can be chance${more}.`;
    }
    case 'fluke':
      return `${lead(told)}. ${pattern(told)}That was a fluke.`;
    case 'oldCopiesDifferToo':
      return noise(told);
    case 'diffy':
      return byDiffy(told);
    case 'twoRoles':
      return `The candidate ${doing(told)}: ${share(counts.candidate, n)}. ${pattern(told)}Without a secondary, noise cannot be told from a regression.`;
    case 'reproduced':
    case 'primaryVaries':
      return `The candidate ${doing(told)}: ${share(counts.candidate, n)}. ${pattern(told)}There was no secondary.`;
  }
}

/** What most of the candidate's cases come down to, as a sentence with a space behind it; nothing where there is no such thing. */
function pattern({ counts: { candidate }, patterns }: Told): string {
  const [most] = likenesses.toSorted((a, b) => (patterns[b] ?? 0) - (patterns[a] ?? 0));
  const n = (most && patterns[most]) ?? 0;
  if (most === undefined || n === 0 || 2 * n < candidate) return '';
  return `${cases(n, candidate)} ${comesDownTo[most]}. `;
}

function cases(n: number, all: number): string {
  if (n < all) return `In ${grouped(n)} of them`;
  return all === 1 ? 'In it' : all === 2 ? 'In both' : `In all ${grouped(all)} of them`;
}

function byDiffy({ n, diffy = { raw: 0, noise: 0, flagged: false } }: Told): string {
  const { raw, noise, flagged } = diffy;
  const says = flagged ? 'that is enough for Diffy’s rule' : 'Diffy’s rule sets that aside';
  return `The candidate differs from the primary in ${share(raw, n)}, the secondary in ${grouped(noise)}: ${says}.`;
}

/** Where the primary lies between the two it is a fair coin which of them is the higher one. */
function shifted(told: Told): string {
  const { candidate, secondary } = told.counts;
  const [more, less] = candidate > secondary ? ['higher or longer', 'lower'] : ['lower or shorter', 'higher'];
  const [often, seldom] = [Math.max(candidate, secondary), Math.min(candidate, secondary)];
  const of = counted(told.n, 'request');
  return `All three differ, but not evenly: with the primary in between, the candidate was ${more} than the secondary in ${grouped(often)} of ${of} and ${less} in ${grouped(seldom)}.`;
}

/** Latency and shift say which of two is slower or higher, so `only` would claim something about the third. */
function isDirected(aspect: Aspect): boolean {
  return directed.has(aspect);
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
  const differed = secondary + counts.primary + counts.all;
  return differed === 0
    ? 'The two old copies never differed from each other'
    : `The two old copies differed from each other ${times(differed)}`;
}

function noise(told: Told): string {
  const { aspect, counts, n } = told;
  if (aspect === 'shift') {
    return `All three differ: with the primary in between, the candidate was higher or longer than the secondary ${times(counts.candidate)}, lower ${times(counts.secondary)}.`;
  }
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
