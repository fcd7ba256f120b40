import type { ReportFinding } from '../../../server/api/contract.ts';
import { count } from '../format/number.ts';

const largestNamed = 1e15;

/**
 * What an E-value means: by noise alone it is ever reached with a chance of at most 1/E (Ville's inequality), so evidence
 * this strong turns up at most once in E runs.
 */
export function evidenceWords(logE: number): string {
  if (logE <= 0) return 'Noise explains the counts at least as well as a regression does.';
  const once = Math.exp(logE);
  if (once < 2) return 'Next to nothing: noise would often look like this.';
  if (once > largestNamed)
    return `Noise alone would look like this less than once in 10${raised(Math.floor(logE / Math.LN10))} runs.`;
  return `Noise alone would look like this at most once in ${count(roundedDown(once))} runs.`;
}

/** What the evidence is made of: votes of exchanges, and of blocks of ten seconds where it comes in bursts. */
export function weighedWords({
  counts,
  votes,
  blocks,
  clustered,
}: Pick<ReportFinding, 'counts' | 'votes' | 'blocks' | 'clustered'>): string {
  const repeats = counts.candidate + counts.secondary - votes.candidate - votes.secondary;
  const once = repeats > 0 ? ` (${count(repeats)} more were repeats of the same requests)` : '';
  const inBlocks = clustered
    ? ` It comes in bursts, so 10-second blocks must agree: ${count(blocks.candidate)} against ${count(blocks.secondary)}.`
    : '';
  return `It weighs ${count(votes.candidate)} times candidate alone against ${count(votes.secondary)} times secondary alone${once}.${inBlocks}`;
}

function raised(n: number): string {
  return String(n).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)));
}

/** Two digits, rounded against the claim. */
function roundedDown(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.floor(value / unit) * unit;
}

/** How the old rule of Diffy judges the same counts, and whether that agrees with the class shown. */
export function diffyWords({ diffy, class: name }: Pick<ReportFinding, 'diffy' | 'class'>): string {
  const judged = diffy.flagged ? 'would report it' : 'would set it aside';
  const both = diffy.flagged === (name === 'regression' || name === 'unexplained');
  return `Diffy’s rule ${judged}${name === 'accepted' ? '' : both ? ' too' : ' instead'}: ${count(diffy.raw)} raw against ${count(diffy.noise)} noise.`;
}

/** Where low, value, high and zero stand on an axis from 0 to 1 that holds them all with a margin. */
export function intervalScale(
  delta: ReportFinding['delta'],
): Readonly<Record<'low' | 'value' | 'high' | 'zero', number>> {
  const from = Math.min(0, delta.low);
  const to = Math.max(0, delta.high);
  const margin = (to - from || 1) * 0.08;
  const at = (x: number) => (x - from + margin) / (to - from + 2 * margin || 1);
  return { low: at(delta.low), value: at(delta.value), high: at(delta.high), zero: at(0) };
}
