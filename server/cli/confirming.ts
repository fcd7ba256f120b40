/** After the replay of a check: the requests behind rare differences are sent again, until it is clear what they are. */
import { statSync } from 'node:fs';
import type { Report, ReportFinding } from '../core/gate/model.ts';
import { type Again, isOpen, oneRound } from '../core/noise/confirm.ts';
import type { Store } from '../store/contract.ts';
import type { Asker } from '../tap/asker.ts';
import { placeOf } from '../tap/ids.ts';
import type { Clock } from '../traffic/clock.ts';
import { readTraffic } from '../traffic/read.ts';
import type { RecordedRequest } from '../traffic/recorded.ts';
import type { OpenRun } from './run.ts';

export interface Confirming {
  /** At most so many times for each finding. */
  readonly tries: number;
  /** Path of the file that was played. */
  readonly traffic: string;
  readonly run: OpenRun;
  readonly asker: Pick<Asker, 'askAgain'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Requests held in memory to be sent again: this bounds the memory and, times the tries, what is sent. */
const mostRequests = 50;
/** Of one finding: a difference that one of them shows by chance does not stand for it. */
const perFinding = 3;
/** Sent at a time. Little, so that the repeats are no load that changes the answers. */
const atATime = 4;
/** Milliseconds between two rounds: they are spread out, so that a stale cache or a stall is not what answers all of them. */
const pause = 200;
/** Milliseconds for all of it. */
const longest = 120_000;

/** Resolves to sentences on what was left as it was; none when all was settled as far as tries go. */
export async function confirm(confirming: Confirming): Promise<readonly string[]> {
  const { tries, traffic, run, clock, signal } = confirming;
  const first = await openFindings(run, tries);
  if (first.length === 0) return [];
  if (!isFile(traffic)) return [`Rare differences were not sent again: ${traffic} cannot be read twice.`];

  const shown = await exchangesShowing(run, first);
  const requests = await requestsOf(traffic, new Set([...shown.values()].flat()));
  const due = clock.now() + longest;
  const problems = new Map<string, number>();
  let open = first;
  for (let round = 0; round < tries && open.length > 0 && clock.now() < due && !signal.aborted; round++) {
    const held = ({ id }: ReportFinding) => (shown.get(id) ?? []).filter((of) => requests.has(of));
    const again = oneRound(new Map(open.map((finding) => [finding.id, held(finding)])), round);
    if (again.length === 0) break;
    await send(again, requests, confirming, problems);
    open = await openFindings(run, tries);
    if (open.length > 0) await clock.sleepUntil(clock.now() + pause, signal);
  }
  return [
    ...leftOut(first, shown),
    ...(open.length > 0 && clock.now() >= due ? ['Sending requests again was ended after two minutes.'] : []),
    ...[...problems].map(([reason, n]) => `${n} requests could not be sent again: ${reason}.`),
  ];
}

async function openFindings({ analysis, report }: OpenRun, tries: number): Promise<readonly ReportFinding[]> {
  await analysis.bus.drain();
  const { findings }: Report = await report();
  return findings.filter((finding) => isOpen(finding, tries));
}

/** A pipe is empty by now. */
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** By finding: the stored exchanges in which the candidate alone was the odd one, the most important finding's first. */
async function exchangesShowing(
  { id: run, store }: OpenRun,
  findings: readonly ReportFinding[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const candidates = new Map<string, ReadonlySet<string>>();
  const shown = new Map<string, readonly string[]>();
  for (const { id, supersedes, examples } of findings) {
    const ids = [id, ...supersedes];
    const showing: string[] = [];
    for (const example of examples) {
      if (showing.length === perFinding) break;
      const known = candidates.get(example);
      if (known === undefined && candidates.size >= mostRequests) continue;
      const odd = known ?? (await candidateOddIn(store, run, example));
      candidates.set(example, odd);
      if (ids.some((each) => odd.has(each))) showing.push(example);
    }
    shown.set(id, showing);
  }
  return shown;
}

async function candidateOddIn(store: Store, run: string, id: string): Promise<ReadonlySet<string>> {
  const observations = (await store.exchange(run, id))?.observations ?? [];
  return new Set(observations.flatMap((seen) => (seen.case === 'candidate' ? [seen.finding] : [])));
}

/** What is stored has no credentials, so the requests are read once more: an exchange's id tells its place in the file. */
async function requestsOf(traffic: string, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, RecordedRequest>> {
  const byPlace = new Map([...ids].map((id) => [placeOf(id), id]));
  const requests = new Map<string, RecordedRequest>();
  let place = 0;
  for await (const item of readTraffic(traffic)) {
    if (requests.size === byPlace.size) break;
    if (item.kind !== 'request') continue;
    const id = byPlace.get(place++);
    if (id !== undefined) requests.set(id, item);
  }
  return requests;
}

async function send(
  round: readonly Again[],
  requests: ReadonlyMap<string, RecordedRequest>,
  { asker, signal }: Confirming,
  problems: Map<string, number>,
): Promise<void> {
  for (let from = 0; from < round.length && !signal.aborted; from += atATime) {
    const sent = round.slice(from, from + atATime).map(async (again) => {
      const request = requests.get(again.of);
      if (request !== undefined) await asker.askAgain(request, again);
    });
    for (const result of await Promise.allSettled(sent)) {
      if (result.status === 'fulfilled') continue;
      const reason = result.reason instanceof Error ? result.reason.message : String(result.reason);
      problems.set(reason, (problems.get(reason) ?? 0) + 1);
    }
  }
}

function leftOut(findings: readonly ReportFinding[], shown: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const without = findings.filter(({ id }) => shown.get(id)?.length === 0).length;
  if (without === 0) return [];
  const are = without === 1 ? '1 rare difference was' : `${without} rare differences were`;
  return [`${are} not sent again: at most ${mostRequests} requests are.`];
}
