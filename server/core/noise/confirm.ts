/**
 * What it says of a finding that its requests, sent again, showed it again or not.
 *
 * The requests were chosen because the candidate was the odd one in them; the repeats were not. If the candidate is one more copy
 * of the old version and noise is drawn anew each time, then in a repeat, as in any exchange, secondary and candidate are as likely
 * to be the odd one, whatever was seen before and whoever chose what to send. So the repeats are more tosses of the same fair coin,
 * and their E times that of the run is one e-process (each factor is a supermartingale while the other stands still): the product
 * is held to the one threshold that the run alone was held to, and alpha need not be divided between them. With the run's E near 1,
 * as where bursts leave next to nothing of it, the repeats decide alone: seven in a row for the first finding of a run, some thirty
 * for the two-thousandth.
 *
 * What an instance keeps to itself for good (other data, a cache that never expires) is not drawn anew. It reproduces like a change
 * of the code does; `calibrate` shows it beforehand.
 */
import { directed } from '../finding.ts';
import type { Confirmed, FindingTally } from '../tally.ts';
import { logEvidence } from './evidence.ts';

/** Natural log of what the repeats multiply the evidence of the run with. */
export const repeatEvidence = ({ candidate, secondary }: Confirmed): number => logEvidence(candidate, secondary);

/**
 * The requests behind it show it most times they are sent. Then how often it occurs in this traffic was counted, not estimated
 * from a few cases that might have been chance: its size is the point estimate, which 3 of 300 requests are enough for, while the
 * interval around so few reaches below 0. The repeats alone must say it (E of 1/alpha): that the run latched is another question.
 */
export function reproduces(confirmed: Confirmed, alpha: number): boolean {
  return 2 * confirmed.candidate > confirmed.tries && repeatEvidence(confirmed) >= Math.log(1 / alpha);
}

/** Tries without success after which it counts as a fluke. Something that shows every fourth time is missed in 6 % of cases. */
const enoughTries = 10;

/** It never came back. */
export const isFluke = ({ tries, candidate }: Confirmed): boolean => tries >= enoughTries && candidate === 0;

/** Tries that must all succeed in a run without a secondary, where there is no coin to toss. */
const allTries = 30;

/**
 * Without a secondary, `confirmed.secondary` counts how often the primary differed from its own first answer. `noise` where it
 * did so at least as often as the candidate stood out.
 */
export function withoutSecondary(confirmed: Confirmed): 'reproduced' | 'fluke' | 'primaryVaries' | undefined {
  const { tries, candidate, secondary } = confirmed;
  if (candidate === tries && tries >= allTries) return 'reproduced';
  if (secondary > 0 && tries >= enoughTries && candidate <= secondary) return 'primaryVaries';
  return isFluke(confirmed) ? 'fluke' : undefined;
}

interface Asked extends Pick<FindingTally, 'aspect' | 'confirmed'> {
  readonly class: string;
}

/** Whether its requests are to be sent once more. Of times and directions one repeat says no more than one request did. */
export function isOpen({ aspect, class: kind, confirmed }: Asked, most: number): boolean {
  if (directed.has(aspect) || confirmed.tries >= most) return false;
  // A fluke gets all its tries: what shows now and then may still come back.
  return kind === 'unexplained' || (kind === 'noise' && confirmed.tries > 0 && confirmed.candidate === 0);
}

/** One request to send again, and the findings that its first answers showed. */
export interface Again {
  readonly of: string;
  readonly findings: readonly string[];
}

/**
 * What to send in one round so that each finding gets one try: one exchange serves all the findings that it showed.
 * @param open ids of findings with the ids of exchanges that showed each; those without any are left out
 * @param round from 0: the exchanges of a finding take turns
 */
export function oneRound(open: ReadonlyMap<string, readonly string[]>, round: number): readonly Again[] {
  const picked = new Map<string, string[]>();
  for (const [finding, exchanges] of open) {
    const next = exchanges[round % exchanges.length];
    const of = exchanges.find((id) => picked.has(id)) ?? next;
    if (of === undefined) continue;
    const findings = picked.get(of);
    if (findings === undefined) picked.set(of, [finding]);
    else findings.push(finding);
  }
  return [...picked].map(([of, findings]) => ({ of, findings }));
}
