/** One change shows in several places at once: which findings always come together, and which of them tells the most. */
import type { Aspect, Case } from '../finding.ts';
import { cases } from '../finding.ts';
import type { FindingTally, RunTallies } from '../tally.ts';
import type { FindingClass } from './model.ts';

type Group = readonly FindingTally[];

/**
 * Finding id -> id of the finding that it shares its cause with: its own where it stands alone, or tells the most. Findings of
 * an endpoint share a cause when exactly the same exchanges have them, as far as the counted sets can say: they stand in
 * the same sets, and their four counts are equal. Two that need explaining share it also when nearly the same have them: an
 * ETag that by chance stayed the same once, a list that happened to be empty. Sums of several machines' tallies say the same as
 * one machine's would.
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
  const byTelling = tellingOrder(classes);
  const leads = [...groups.values()].flatMap((group) => group.toSorted(byTelling).slice(0, 1)).sort(byTelling);
  const near = joinedLeads(leads, classes, membership, sets);
  const causes = new Map<string, string>();
  for (const group of groups.values()) {
    const [first] = group.toSorted(byTelling);
    if (first === undefined) continue;
    for (const { id } of group) causes.set(id, near.get(first.id) ?? first.id);
  }
  return causes;
}

/** Of the exchanges that have either of two findings, the share that must have both; and the fewest to go by. */
const nearlyAll = 0.95;
const leastTogether = 20;
/** Leads of an endpoint that are held against each other: their pairs are looked at whenever a report is made. */
const mostLeads = 200;

/**
 * Which leads nearly always occur with another that tells more. None joins one that has joined itself: what is near to what is
 * near may be far.
 * @param leads the most telling first
 */
function joinedLeads(
  leads: Group,
  classes: ReadonlyMap<string, FindingClass>,
  membership: ReadonlyMap<string, Membership>,
  sets: RunTallies['sets'],
): ReadonlyMap<string, string> {
  const needing = leads.filter(({ id }) => ['regression', 'unexplained'].includes(classes.get(id) ?? ''));
  const joined = new Map<string, string>();
  for (const here of Map.groupBy(needing, ({ endpoint }) => endpoint).values()) {
    const heads: FindingTally[] = [];
    for (const lead of here.slice(0, mostLeads)) {
      const head = heads.find(
        (other) => classes.get(other.id) === classes.get(lead.id) && areNear(other, lead, membership, sets),
      );
      if (head === undefined) heads.push(lead);
      else joined.set(lead.id, head.id);
    }
  }
  return joined;
}

/** As far as the old copies are concerned, too: where one is noisier than the other they are two things. */
function areNear(
  a: FindingTally,
  b: FindingTally,
  membership: ReadonlyMap<string, Membership>,
  sets: RunTallies['sets'],
): boolean {
  const ofA = membership.get(a.id);
  const ofB = membership.get(b.id);
  if (ofA === undefined || ofB === undefined) return false;
  if (ofA.candidate < a.counts.candidate || ofB.candidate < b.counts.candidate) return false;
  const most = Math.max(a.counts.candidate, b.counts.candidate);
  if (most < leastTogether || Math.min(a.counts.candidate, b.counts.candidate) < nearlyAll * most) return false;
  const others = ['secondary', 'primary', 'all'] as const;
  if (others.some((name) => Math.abs(a.counts[name] - b.counts[name]) > (1 - nearlyAll) * most)) return false;
  const inB = new Set(ofB.sets);
  const both = ofA.sets.reduce((sum, index) => {
    const set = inB.has(index) ? sets[index] : undefined;
    return set?.side === 'candidate' ? sum + set.count : sum;
  }, 0);
  return both >= nearlyAll * (a.counts.candidate + b.counts.candidate - both);
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

function tellingOrder(classes: ReadonlyMap<string, FindingClass>): (a: FindingTally, b: FindingTally) => number {
  const classWeight = ({ id }: FindingTally) => weightOfClass[classes.get(id) ?? 'accepted'];
  return (a, b) =>
    classWeight(a) - classWeight(b) ||
    weightOf(a) - weightOf(b) ||
    a.field.length - b.field.length ||
    (a.id < b.id ? -1 : 1);
}
