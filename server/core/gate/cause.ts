/** One change shows in several places at once: which findings always come together, and which of them tells the most. */
import type { Aspect, Case } from '../finding.ts';
import { cases } from '../finding.ts';
import type { FindingTally, RunTallies } from '../tally.ts';
import type { FindingClass } from './model.ts';

type Group = readonly FindingTally[];

/**
 * Finding id -> id of the finding that it shares its cause with: its own where it stands alone, or tells the most. Findings of
 * an endpoint share a cause when exactly the same exchanges have them, as far as the counted sets can say: they stand in
 * the same sets, and their four counts are equal. Sums of several machines' tallies say the same as one machine's would.
 */
export function causesOf(
  { findings, sets }: RunTallies,
  classes: ReadonlyMap<string, FindingClass>,
): Map<string, string> {
  const membership = membershipOf(sets);
  const groups = new Map<string, FindingTally[]>();
  for (const finding of findings) {
    const together = signatureOf(finding, membership.get(finding.id));
    const group = groups.get(together);
    if (group === undefined) groups.set(together, [finding]);
    else group.push(finding);
  }
  const causes = new Map<string, string>();
  for (const group of groups.values()) {
    const first = mostTelling(group, classes);
    for (const { id } of group) causes.set(id, first);
  }
  return causes;
}

interface Membership {
  readonly sets: number[];
  /** Exchanges in those sets in which only the candidate differed. */
  candidate: number;
}

function membershipOf(sets: RunTallies['sets']): ReadonlyMap<string, Membership> {
  const members = new Map<string, Membership>();
  for (const [index, { side, findings, count }] of sets.entries()) {
    for (const id of findings) {
      let member = members.get(id);
      if (member === undefined) {
        member = { sets: [], candidate: 0 };
        members.set(id, member);
      }
      member.sets.push(index);
      if (side === 'candidate') member.candidate += count;
    }
  }
  return members;
}

/** A finding that the candidate never had alone, or with exchanges in sets that are no longer told apart, is its own cause. */
function signatureOf({ id, endpoint, counts }: FindingTally, member: Membership | undefined): string {
  if (member === undefined || member.candidate === 0 || member.candidate < counts.candidate) return id;
  return JSON.stringify([endpoint, cases.map((name: Case) => counts[name]), member.sets]);
}

const weightOfClass: Readonly<Record<FindingClass, number>> = { regression: 0, unexplained: 1, noise: 2, accepted: 3 };

/** What says most about what happened comes first: a reader who knows the status or a type can guess the values. */
const weightOfAspect: Readonly<Record<Aspect, number>> = {
  failure: 0,
  type: 2,
  missing: 3,
  extra: 4,
  value: 5,
  format: 6,
  order: 7,
  length: 8,
  shift: 9,
  latency: 10,
  truncated: 11,
};

function weightOf({ field, aspect }: FindingTally): number {
  // The code says its class as well.
  if (field === 'status') return aspect === 'value' ? 1 : 1.5;
  return weightOfAspect[aspect] + (/^(?:headers|trailers)\./.test(field) ? 20 : 0);
}

function mostTelling(group: Group, classes: ReadonlyMap<string, FindingClass>): string {
  const classWeight = ({ id }: FindingTally) => weightOfClass[classes.get(id) ?? 'accepted'];
  const [first] = group.toSorted(
    (a, b) =>
      classWeight(a) - classWeight(b) ||
      weightOf(a) - weightOf(b) ||
      a.field.length - b.field.length ||
      (a.id < b.id ? -1 : 1),
  );
  return first?.id ?? '';
}
