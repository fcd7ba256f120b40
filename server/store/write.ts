/** One batch, one transaction. The database itself does the adding, so that several analysts may write to one run. */
import { hash } from 'node:crypto';
import type { Insertable, Kysely, Transaction } from 'kysely';
import { roles, skipReasons } from '../core/exchange.ts';
import { likenesses } from '../core/finding.ts';
import { type AttributeTally, type EndpointTally, type FindingTally, type SetTally, troubles } from '../core/tally.ts';
import { type Accumulation, accumulate } from './accumulate.ts';
import type { Batch } from './contract.ts';
import { writeMinutes } from './minutes.ts';
import { prepareSamples, writeSamples } from './samples.ts';
import type { Tables } from './schema.ts';

type Row<Name extends keyof Tables> = Insertable<Tables[Name]>;

const skips: Accumulation<'skips'> = { table: 'skips', key: ['run', 'reason'], meet: { n: 'add' } };
const endpoints: Accumulation<'endpoints'> = {
  table: 'endpoints',
  key: ['run', 'endpoint'],
  meet: { compared: 'add', differing: 'add' },
};
const failures: Accumulation<'failures'> = {
  table: 'failures',
  key: ['run', 'endpoint', 'role', 'kind'],
  meet: { n: 'add' },
};
const latency: Accumulation<'latency'> = {
  table: 'latency',
  key: ['run', 'endpoint', 'role', 'bucket'],
  meet: { n: 'add' },
};
/** Rank and first sight stay the first writer's; the latch only ever closes. */
const findings: Accumulation<'findings'> = {
  table: 'findings',
  key: ['run', 'id'],
  meet: {
    only_candidate: 'add',
    only_secondary: 'add',
    only_primary: 'add',
    all_differ: 'add',
    blocks_candidate: 'add',
    blocks_secondary: 'add',
    votes_candidate: 'add',
    votes_secondary: 'add',
    candidate_gaps: 'add',
    candidate_gap_sum: 'add',
    candidate_gap_squares: 'add',
    old_gaps: 'add',
    old_gap_sum: 'add',
    old_gap_squares: 'add',
    latched: 'largest',
    last_seen: 'largest',
  },
};
const patterns: Accumulation<'patterns'> = {
  table: 'patterns',
  key: ['run', 'finding', 'pattern'],
  meet: { n: 'add' },
};
const confirmations: Accumulation<'confirmations'> = {
  table: 'confirmations',
  key: ['run', 'finding'],
  meet: { tries: 'add', candidate: 'add', secondary: 'add' },
};
const sets: Accumulation<'sets'> = { table: 'sets', key: ['run', 'endpoint', 'side', 'key'], meet: { n: 'add' } };

const ruleHits: Accumulation<'rule_hits'> = {
  table: 'rule_hits',
  key: ['run', 'rule', 'endpoint', 'field', 'aspect'],
  meet: { n: 'add' },
};

const attributes: Accumulation<'attributes'> = {
  table: 'attributes',
  key: ['run', 'endpoint', 'finding', 'attribute', 'value'],
  meet: { n: 'add', sampled: 'add' },
};

export async function writeBatch(db: Kysely<Tables>, batch: Batch): Promise<void> {
  const { run } = batch;
  // Compressing is done before the write lock is taken.
  const samples = prepareSamples(run, batch.samples);
  await db.transaction().execute(async (tx) => {
    await noteChange(tx, run);
    await accumulate(tx, skips, skipRows(batch));
    await accumulate(
      tx,
      endpoints,
      batch.endpoints.map((tally) => endpointRow(run, tally)),
    );
    await accumulate(
      tx,
      failures,
      batch.endpoints.flatMap((tally) => failureRows(run, tally)),
    );
    await accumulate(
      tx,
      latency,
      batch.endpoints.flatMap((tally) => latencyRows(run, tally)),
    );
    await accumulate(
      tx,
      findings,
      batch.findings.map((tally) => findingRow(run, tally)),
    );
    await accumulate(
      tx,
      patterns,
      batch.findings.flatMap((tally) => patternRows(run, tally)),
    );
    await accumulate(
      tx,
      confirmations,
      batch.findings.flatMap(({ id, confirmed }) =>
        confirmed.tries === 0 ? [] : [{ run, finding: id, ...confirmed }],
      ),
    );
    await accumulate(
      tx,
      sets,
      batch.sets.map((tally) => setRow(run, tally)),
    );
    await accumulate(
      tx,
      ruleHits,
      (batch.ruleHits ?? []).map((hits) => ({ run, ...hits })),
    );
    await accumulate(
      tx,
      attributes,
      (batch.attributes ?? []).map((tally) => attributeRow(run, tally)),
    );
    await writeMinutes(tx, batch);
    await writeSamples(tx, run, samples);
  });
}

/** Throws where the run was never created: that is a mistake of the caller's, not of the database. */
export async function noteChange(tx: Transaction<Tables>, run: string): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('runs')
    .set((eb) => ({ changes: eb('changes', '+', 1) }))
    .where('id', '=', run)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Error(`run ${run} was never created`);
}

function skipRows({ run, notCompared }: Batch): readonly Row<'skips'>[] {
  return skipReasons.flatMap((reason) => {
    const n = notCompared[reason] ?? 0;
    return n === 0 ? [] : [{ run, reason, n }];
  });
}

function endpointRow(run: string, { endpoint, compared, differing }: EndpointTally): Row<'endpoints'> {
  return { run, endpoint, compared, differing };
}

function failureRows(run: string, { endpoint, failures: counts }: EndpointTally): readonly Row<'failures'>[] {
  return roles.flatMap((role) =>
    troubles.flatMap((kind) => {
      const n = counts[role][kind] ?? 0;
      return n === 0 ? [] : [{ run, endpoint, role, kind, n }];
    }),
  );
}

function latencyRows(run: string, { endpoint, latency: sketches }: EndpointTally): readonly Row<'latency'>[] {
  return roles.flatMap((role) =>
    Object.entries(sketches[role]).map(([bucket, n]) => ({ run, endpoint, role, bucket: Number(bucket), n })),
  );
}

function findingRow(run: string, tally: FindingTally): Row<'findings'> {
  const { id, endpoint, field, aspect, rank, counts, votes, blocks, spacing, latched, firstSeen, lastSeen } = tally;
  return {
    run,
    id,
    endpoint,
    field,
    aspect,
    rank,
    latched: latched ? 1 : 0,
    first_seen: firstSeen,
    last_seen: lastSeen,
    only_candidate: counts.candidate,
    only_secondary: counts.secondary,
    only_primary: counts.primary,
    all_differ: counts.all,
    blocks_candidate: blocks.candidate,
    blocks_secondary: blocks.secondary,
    votes_candidate: votes.candidate,
    votes_secondary: votes.secondary,
    candidate_gaps: spacing.candidate.count,
    candidate_gap_sum: spacing.candidate.exchanges,
    candidate_gap_squares: spacing.candidate.squares,
    old_gaps: spacing.old.count,
    old_gap_sum: spacing.old.exchanges,
    old_gap_squares: spacing.old.squares,
  };
}

function patternRows(run: string, { id, patterns: counts }: FindingTally): readonly Row<'patterns'>[] {
  return likenesses.flatMap((pattern) => {
    const n = counts[pattern] ?? 0;
    return n === 0 ? [] : [{ run, finding: id, pattern, n }];
  });
}

function setRow(run: string, { endpoint, side, findings: ids, count }: SetTally): Row<'sets'> {
  const text = ids.join(' ');
  return { run, endpoint, side, key: hash('sha256', text).slice(0, 32), findings: text, n: count };
}

function attributeRow(run: string, { finding, value, ...rest }: AttributeTally): Row<'attributes'> {
  return { run, ...rest, finding: finding ?? '', value: value === null ? '' : `=${value}` };
}
