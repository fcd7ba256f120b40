/** The rows of a run, put together again as the tallies they were written from. */
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Role, SkipReason } from '../core/exchange.ts';
import type { Likeness } from '../core/finding.ts';
import {
  type AttributeTally,
  type Confirmed,
  type EndpointTally,
  type FindingTally,
  neverConfirmed,
  type PatternCounts,
  type RunTallies,
  type SetTally,
  type Trouble,
} from '../core/tally.ts';
import { readRules } from './rules.ts';
import { findRun, runOf } from './runs.ts';
import type { Tables } from './schema.ts';

const mostExamples = 5;

/** All of one moment: an analyst may commit between two of the queries. */
export async function readTallies(db: Kysely<Tables>, id: string): Promise<RunTallies | undefined> {
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      const row = await findRun(tx, id);
      if (row === undefined) return undefined;
      return {
        run: runOf(row),
        notCompared: await readSkips(tx, row.id),
        endpoints: await readEndpoints(tx, row.id),
        findings: await readFindings(tx, row.id),
        sets: await readSets(tx, row.id),
        ...(await readAttributes(tx, row.id)),
        ...(await readRules(tx, row.id)),
      };
    });
}

async function readSkips(tx: Transaction<Tables>, run: string): Promise<RunTallies['notCompared']> {
  const rows = await tx.selectFrom('skips').select(['reason', 'n']).where('run', '=', run).execute();
  const counts: Partial<Record<SkipReason, number>> = {};
  for (const { reason, n } of rows) counts[reason] = n;
  return counts;
}

async function readEndpoints(tx: Transaction<Tables>, run: string): Promise<readonly EndpointTally[]> {
  const rows = await tx.selectFrom('endpoints').selectAll().where('run', '=', run).orderBy('endpoint').execute();
  const failures = await tx.selectFrom('failures').selectAll().where('run', '=', run).execute();
  const latency = await tx.selectFrom('latency').selectAll().where('run', '=', run).execute();

  const tallies = new Map(rows.map((row) => [row.endpoint, emptyTally(row)]));
  for (const { endpoint, role, kind, n } of failures) {
    const tally = tallies.get(endpoint);
    if (tally !== undefined) tally.failures[role][kind] = n;
  }
  for (const { endpoint, role, bucket, n } of latency) {
    const tally = tallies.get(endpoint);
    if (tally !== undefined) tally.latency[role][bucket] = n;
  }
  return [...tallies.values()];
}

interface GrowingTally extends EndpointTally {
  readonly failures: Record<Role, Partial<Record<Trouble, number>>>;
  readonly latency: Record<Role, Record<number, number>>;
}

function emptyTally({ endpoint, compared, differing }: Selectable<Tables['endpoints']>): GrowingTally {
  return {
    endpoint,
    compared,
    differing,
    failures: { primary: {}, secondary: {}, candidate: {} },
    latency: { primary: {}, secondary: {}, candidate: {} },
  };
}

async function readFindings(tx: Transaction<Tables>, run: string): Promise<readonly FindingTally[]> {
  const rows = await tx
    .selectFrom('findings')
    .selectAll()
    .where('run', '=', run)
    .orderBy('rank')
    .orderBy('id')
    .execute();
  const samples = await tx
    .selectFrom('samples')
    .select(['finding', 'slot', 'exchange'])
    .where('run', '=', run)
    .orderBy('finding')
    .orderBy('slot')
    .execute();
  const byFinding = Map.groupBy(samples, (sample) => sample.finding);
  const patterns = await readPatterns(tx, run);
  const confirmed = await readConfirmations(tx, run);
  return rows.map((row) => ({
    ...findingOf(row, patterns.get(row.id) ?? {}, examplesOf(byFinding.get(row.id) ?? [])),
    confirmed: confirmed.get(row.id) ?? neverConfirmed,
  }));
}

/** By finding. */
async function readConfirmations(tx: Transaction<Tables>, run: string): Promise<ReadonlyMap<string, Confirmed>> {
  const rows = await tx
    .selectFrom('confirmations')
    .select(['finding', 'tries', 'candidate', 'secondary'])
    .where('run', '=', run)
    .execute();
  return new Map(rows.map(({ finding, ...confirmed }) => [finding, confirmed]));
}

/** By finding. */
async function readPatterns(tx: Transaction<Tables>, run: string): Promise<ReadonlyMap<string, PatternCounts>> {
  const rows = await tx.selectFrom('patterns').select(['finding', 'pattern', 'n']).where('run', '=', run).execute();
  const found = new Map<string, { [L in Likeness]?: number }>();
  for (const { finding, pattern, n } of rows) {
    const counts = found.get(finding);
    if (counts === undefined) found.set(finding, { [pattern]: n });
    else counts[pattern] = n;
  }
  return found;
}

/** A slot's name begins with the case that its exchange shows; one in which only the candidate differs explains most. */
function examplesOf(samples: readonly Pick<Selectable<Tables['samples']>, 'slot' | 'exchange'>[]): readonly string[] {
  const telling = samples.filter(({ slot }) => slot.startsWith('candidate'));
  const others = samples.filter(({ slot }) => !slot.startsWith('candidate'));
  return [...new Set([...telling, ...others].map(({ exchange }) => exchange))].slice(0, mostExamples);
}

function findingOf(
  row: Selectable<Tables['findings']>,
  patterns: PatternCounts,
  examples: readonly string[],
): Omit<FindingTally, 'confirmed'> {
  return {
    id: row.id,
    endpoint: row.endpoint,
    field: row.field,
    aspect: row.aspect,
    rank: row.rank,
    counts: {
      candidate: row.only_candidate,
      secondary: row.only_secondary,
      primary: row.only_primary,
      all: row.all_differ,
    },
    patterns,
    votes: { candidate: row.votes_candidate, secondary: row.votes_secondary },
    spacing: {
      candidate: { count: row.candidate_gaps, exchanges: row.candidate_gap_sum, squares: row.candidate_gap_squares },
      old: { count: row.old_gaps, exchanges: row.old_gap_sum, squares: row.old_gap_squares },
    },
    blocks: { candidate: row.blocks_candidate, secondary: row.blocks_secondary },
    latched: row.latched === 1,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    examples,
  };
}

async function readSets(tx: Transaction<Tables>, run: string): Promise<readonly SetTally[]> {
  const rows = await tx
    .selectFrom('sets')
    .select(['endpoint', 'side', 'findings', 'n'])
    .where('run', '=', run)
    .orderBy('endpoint')
    .orderBy('side')
    .orderBy('key')
    .execute();
  return rows.map(({ endpoint, side, findings, n }) => ({ endpoint, side, findings: findings.split(' '), count: n }));
}

async function readAttributes(tx: Transaction<Tables>, run: string): Promise<Pick<RunTallies, 'attributes'>> {
  const rows = await tx
    .selectFrom('attributes')
    .select(['endpoint', 'finding', 'attribute', 'value', 'n', 'sampled'])
    .where('run', '=', run)
    .orderBy('endpoint')
    .orderBy('finding')
    .orderBy('attribute')
    .orderBy('value')
    .execute();
  if (rows.length === 0) return {};
  const attributes = rows.map(
    ({ finding, value, ...rest }): AttributeTally => ({
      ...rest,
      finding: finding === '' ? null : finding,
      value: value === '' ? null : value.slice(1),
    }),
  );
  return { attributes };
}
