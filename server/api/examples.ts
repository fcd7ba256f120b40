/** The exchanges that a report shows as examples, from those that the store keeps. */
import { hash } from 'node:crypto';
import { examplesIn } from '../core/gate/example.ts';
import type { Report } from '../core/gate/model.ts';
import type { Decoders } from '../core/lift/decoders.ts';
import { namedRule } from '../core/rules/id.ts';
import { RuleSet } from '../core/rules/ruling.ts';
import { readRule } from '../core/rules/schema.ts';
import type { StoredExchange } from '../store/contract.ts';
import type { ExampleView } from './contract.ts';
import { bytesOf, mapsOf } from './stored.ts';

/** Findings that get an example, and bytes of answers that are compared for them: somebody waits. */
const mostExamples = 40;
const mostBytes = 64 * 1024 * 1024;

/**
 * For the findings that somebody has to look at, the most important first, one exchange each. They are compared once more
 * with the run's rules, so that the values are those that counted.
 * @param exchangeOf reads a stored exchange; undefined when it made room for a newer one
 */
export async function findExamples(
  report: Report,
  exchangeOf: (id: string) => Promise<StoredExchange | undefined>,
  decoders: Decoders,
): Promise<readonly ExampleView[]> {
  const wanted = report.findings
    .filter(({ id, cause, class: kind, examples }) => id === cause && kind !== 'noise' && examples.length > 0)
    .slice(0, mostExamples);
  const rules = rulesOf(report);
  const mapsAt = mapsOf(report);
  const found: ExampleView[] = [];
  let bytes = 0;
  for (const [id = '', findings] of Map.groupBy(wanted, ({ examples }) => examples[0])) {
    const stored = await exchangeOf(id);
    if (stored === undefined || bytes > mostBytes) continue;
    const { exchange } = stored;
    bytes += bytesOf(stored);
    const { endpoint, at, answers } = exchange;
    const ruling = rules.over({ endpoint, at, answers, decoders });
    const examples = examplesIn(exchange, findings, decoders, ruling, { maps: mapsAt(endpoint) });
    found.push(...examples.map((example, i) => ({ finding: findings[i]?.id ?? '', ...example })));
  }
  return found;
}

/** Those in force to the end: what a rule that was removed did to an exchange of before cannot be told. */
const rulesOf = ({ rules }: Report): RuleSet =>
  new RuleSet(
    rules.flatMap(({ text, state }) => {
      const reading = state === 'removed' ? undefined : readRule(text);
      return reading?.ok === true ? [namedRule(reading.rule, (each) => hash('sha256', each))] : [];
    }),
  );
