/** Exchanges kept as evidence: each in a slot of a finding, and gone from the store when it is in no slot any more. */
import type { Insertable, Transaction } from 'kysely';
import { type Answer, type Exchange, roles } from '../core/exchange.ts';
import { encodeExchange } from './blob.ts';
import { chunks } from './chunks.ts';
import type { Sample } from './contract.ts';
import type { Outcomes, Tables } from './schema.ts';

interface Prepared {
  /** The last sample to claim a slot has it. */
  readonly places: readonly Insertable<Tables['samples']>[];
  /** Those of them that have a slot. */
  readonly exchanges: readonly Insertable<Tables['exchanges']>[];
}

export function prepareSamples(run: string, samples: readonly Sample[]): Prepared {
  const places = new Map<string, Insertable<Tables['samples']>>();
  for (const { exchange, places: wanted } of samples) {
    for (const { finding, slot } of wanted) {
      places.set(`${finding} ${slot}`, { run, finding, slot, exchange: exchange.id });
    }
  }
  const placed = new Set([...places.values()].map((place) => place.exchange));
  const exchanges = new Map<string, Insertable<Tables['exchanges']>>();
  for (const sample of samples) {
    const { id } = sample.exchange;
    if (placed.has(id) && !exchanges.has(id)) exchanges.set(id, exchangeRow(run, sample));
  }
  return { places: [...places.values()], exchanges: [...exchanges.values()] };
}

export async function writeSamples(
  tx: Transaction<Tables>,
  run: string,
  { places, exchanges }: Prepared,
): Promise<void> {
  const before = await occupants(tx, run, places);
  for (const rows of chunks(exchanges)) {
    await tx
      .insertInto('exchanges')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['run', 'id']).doNothing())
      .execute();
  }
  for (const rows of chunks(places)) {
    await tx
      .insertInto('samples')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['run', 'finding', 'slot']).doUpdateSet((eb) => ({ exchange: eb.ref('excluded.exchange') })),
      )
      .execute();
  }
  await forget(tx, run, before);
}

/** Ids of the exchanges now in slots of the findings that are about to be written to. */
async function occupants(tx: Transaction<Tables>, run: string, places: Prepared['places']): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const findings of chunks([...new Set(places.map((place) => place.finding))])) {
    const rows = await tx
      .selectFrom('samples')
      .select('exchange')
      .where('run', '=', run)
      .where('finding', 'in', findings)
      .execute();
    for (const row of rows) ids.add(row.exchange);
  }
  return [...ids];
}

async function forget(tx: Transaction<Tables>, run: string, candidates: readonly string[]): Promise<void> {
  for (const ids of chunks(candidates)) {
    await tx
      .deleteFrom('exchanges')
      .where('run', '=', run)
      .where('id', 'in', ids)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('samples')
              .select('samples.slot')
              .where('samples.run', '=', run)
              .whereRef('samples.exchange', '=', 'exchanges.id'),
          ),
        ),
      )
      .execute();
  }
}

function exchangeRow(run: string, sample: Sample): Insertable<Tables['exchanges']> {
  const { id, at, endpoint, request, answers } = sample.exchange;
  return {
    run,
    id,
    at,
    endpoint,
    method: request.method,
    target: request.target,
    outcomes: JSON.stringify(outcomesOf(answers)),
    content: encodeExchange(sample),
  };
}

function outcomesOf(answers: Exchange['answers']): Outcomes {
  return Object.fromEntries(
    roles.flatMap((role) => {
      const answer = answers[role];
      return answer === undefined ? [] : [[role, outcomeOf(answer)]];
    }),
  );
}

function outcomeOf(answer: Answer): Outcomes[keyof Outcomes] {
  return answer.kind === 'response' ? answer.status : answer.failure;
}
