/** Rules: those added at run time, and those in force in a run with what they did. */
import type { Insertable, Kysely, Transaction } from 'kysely';
import type { NamedRule, Rule } from '../core/rules/rule.ts';
import type { RuleHits, RunTallies } from '../core/tally.ts';
import { chunks } from './chunks.ts';
import { findRun } from './runs.ts';
import type { Tables } from './schema.ts';
import { noteChange } from './write.ts';

export async function listRules(db: Kysely<Tables>): Promise<readonly NamedRule[]> {
  const rows = await db.selectFrom('rules').select(['id', 'rule']).orderBy('added_at').orderBy('id').execute();
  return rows.map(({ id, rule }) => ({ id, rule: ruleOf(rule) }));
}

/** Of a run that begins: its configuration's rules and all that were added before. */
export async function writeRunRules(
  tx: Transaction<Tables>,
  run: string,
  configured: readonly NamedRule[],
): Promise<void> {
  const known = new Map<string, Omit<Insertable<Tables['run_rules']>, 'position'>>();
  for (const { id, rule } of configured) known.set(id, { ...rowOf(run, { id, rule }), origin: 'configuration' });
  for (const { id, rule } of await listRules(tx)) {
    if (!known.has(id)) known.set(id, { ...rowOf(run, { id, rule }), origin: 'api' });
  }
  const rows = [...known.values()].map((row, position) => ({ ...row, position }));
  for (const some of chunks(rows)) await tx.insertInto('run_rules').values(some).execute();
}

const rowOf = (run: string, { id, rule }: NamedRule) => ({ run, id, rule: JSON.stringify(rule), removed: 0 });

export async function addRule(db: Kysely<Tables>, named: NamedRule, at: number): Promise<void> {
  const { id } = named;
  const rule = JSON.stringify(named.rule);
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('rules')
      .values({ id, rule, added_at: at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ rule }))
      .execute();
    const run = await findRun(tx, 'live');
    if (run === undefined || run.ended_at !== null) return;
    const { last } = await tx
      .selectFrom('run_rules')
      .select((eb) => eb.fn.max('position').as('last'))
      .where('run', '=', run.id)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('run_rules')
      .values({ ...rowOf(run.id, named), origin: 'api', position: Number(last ?? -1) + 1 })
      .onConflict((conflict) => conflict.columns(['run', 'id']).doUpdateSet({ rule, origin: 'api', removed: 0 }))
      .execute();
    await noteChange(tx, run.id);
  });
}

export async function removeRule(db: Kysely<Tables>, id: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numDeletedRows } = await tx.deleteFrom('rules').where('id', '=', id).executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return false;
    const run = await findRun(tx, 'live');
    if (run === undefined || run.ended_at !== null) return true;
    await tx
      .updateTable('run_rules')
      .set({ removed: 1 })
      .where('run', '=', run.id)
      .where('id', '=', id)
      .where('origin', '=', 'api')
      .execute();
    await noteChange(tx, run.id);
    return true;
  });
}

/** Nothing where the run had no rules. */
export async function readRules(tx: Transaction<Tables>, run: string): Promise<Pick<RunTallies, 'rules'>> {
  const rows = await tx.selectFrom('run_rules').selectAll().where('run', '=', run).orderBy('position').execute();
  if (rows.length === 0) return {};
  const hits = await tx
    .selectFrom('rule_hits')
    .select(['rule', 'endpoint', 'field', 'aspect', 'n'])
    .where('run', '=', run)
    .orderBy('n', 'desc')
    .orderBy('endpoint')
    .orderBy('field')
    .orderBy('aspect')
    .execute();
  const byRule = Map.groupBy(hits, (hit): RuleHits['rule'] => hit.rule);
  return {
    rules: rows.map(({ id, rule, origin, removed }) => ({
      id,
      rule: ruleOf(rule),
      origin,
      removed: removed === 1,
      hits: byRule.get(id) ?? [],
    })),
  };
}

/** Written by this or an older version of ours, and checked before. */
const ruleOf = (json: string): Rule => JSON.parse(json) as Rule;
