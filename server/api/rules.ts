/** Rules while it runs: which are in force, adding and removing them, and what one would do. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { compareAnswers } from '../core/compare/compare.ts';
import type { FindingClass, Report } from '../core/gate/model.ts';
import { explain } from '../core/rules/explain.ts';
import { namedRule } from '../core/rules/id.ts';
import type { NamedRule } from '../core/rules/rule.ts';
import { RuleSet } from '../core/rules/ruling.ts';
import { readRule, ruleSchema } from '../core/rules/schema.ts';
import { ruleText } from '../core/rules/text.ts';
import { sinceNow } from '../elapsed.ts';
import type { RulePreview, RuleView } from './contract.ts';
import { ApiError } from './errors.ts';
import type { Sources } from './route.ts';
import { bytesOf, mapsOf } from './stored.ts';

/** A rule, or its line of text. */
const ruleBody = z.union([z.strictObject({ text: z.string() }), ruleSchema]);
/** As it came: `readRule` says better than the union what is wrong. */
export const anyRule = z.unknown().meta(z.toJSONSchema(ruleBody, { io: 'input' }));

/** @throws ApiError that says what was expected */
export function ruleFrom(body: unknown): NamedRule {
  const isText = typeof body === 'object' && body !== null && 'text' in body && Object.keys(body).length === 1;
  const written = isText ? body.text : body;
  const reading = readRule(written);
  if (reading.ok) return namedRule(reading.rule, (text) => createHash('sha256').update(text).digest('hex'));
  const mistakes = reading.mistakes.map(({ path, message }) =>
    [path.join('.'), message].filter((part) => part).join(': '),
  );
  throw new ApiError('invalidRequest', `${mistakes.join('; ')}.`);
}

/** Those in force in the newest run; before there is one, those that were added. */
export async function rulesInForce({ store, reportOf }: Sources): Promise<readonly RuleView[]> {
  const report = await reportOf('live');
  if (report !== undefined) return report.rules.filter(({ state }) => state !== 'removed');
  return (await store.rules()).map(unused);
}

const unused = ({ id, rule }: NamedRule): RuleView => ({
  id,
  text: ruleText(rule),
  sentence: explain(rule, 0, 'neverMatched'),
  origin: 'api',
  state: 'neverMatched',
  hits: 0,
  fields: [],
});

export async function addRule(sources: Sources, named: NamedRule): Promise<RuleView> {
  const known = (await rulesInForce(sources)).find(({ id }) => id === named.id);
  if (known?.origin === 'configuration') {
    throw new ApiError('ruleIsConfigured', `The configuration holds this rule already: ${known.text}.`);
  }
  await (await sources.writer()).addRule(named, Date.now());
  return (await rulesInForce(sources)).find(({ id }) => id === named.id) ?? unused(named);
}

export async function removeRule(sources: Sources, id: string): Promise<void> {
  if (await (await sources.writer()).removeRule(id)) return;
  const known = (await rulesInForce(sources)).find((rule) => rule.id === id);
  if (known === undefined) throw new ApiError('noSuchRule', `There is no rule ${id}.`);
  throw new ApiError('ruleIsConfigured', `The rule ${id} can only be removed from the configuration: ${known.text}.`);
}

/** Exchanges looked at, and their answers' bytes together: a preview is made while somebody waits. */
const mostExchanges = 100;
const mostBytes = 32 * 1024 * 1024;

export async function previewOf({ store, decoders }: Sources, report: Report, named: NamedRule): Promise<RulePreview> {
  const { id: run } = report.run;
  const rules = new RuleSet([named]);
  const now = Date.now();
  const mapsAt = mapsOf(report);
  const standing = new Map(
    report.findings.flatMap((finding) => [finding.id, ...finding.supersedes].map((id) => [id, finding] as const)),
  );
  const seen = new Map<string, { shown: number; silenced: number }>();
  let exchanges = 0;
  let bytes = 0;
  for (const { id } of (await store.exchanges(run, { limit: mostExchanges })).items) {
    const stored = await store.exchange(run, id);
    if (stored === undefined || bytes > mostBytes) continue;
    exchanges++;
    bytes += bytesOf(stored);
    const { endpoint, answers } = stored.exchange;
    const ruling = rules.over({ endpoint, at: now, answers, decoders });
    const observed = compareAnswers(answers, decoders, ruling, { maps: mapsAt(endpoint), elapsed: sinceNow() });
    const left = new Set(observed.map(({ field, aspect }) => `${aspect} ${field}`));
    const touched = new Set(ruling?.hits.map(({ field, aspect }) => `${aspect} ${field}`));
    // Several of what was seen before a map was learned may be one finding now, and one exchange of it.
    const shown = new Set(stored.observations.flatMap(({ finding }) => standing.get(finding) ?? []));
    for (const { id, field, aspect } of shown) {
      const counts = seen.get(id) ?? { shown: 0, silenced: 0 };
      seen.set(id, counts);
      counts.shown++;
      if (touched.has(`${aspect} ${field}`) && !left.has(`${aspect} ${field}`)) counts.silenced++;
    }
  }
  const findings = report.findings.flatMap(({ id, endpoint, field, aspect, class: kind }) => {
    const counts = seen.get(id);
    return counts === undefined || counts.silenced === 0
      ? []
      : [{ id, endpoint, field, aspect, class: kind satisfies FindingClass, ...counts }];
  });
  const hits = findings.reduce((sum, { silenced }) => sum + silenced, 0);
  const state = hits === 0 ? 'neverMatched' : 'active';
  return { text: ruleText(named.rule), sentence: explain(named.rule, hits, state), exchanges, findings };
}
