/** What rules did in a run, for its report. */
import { explain, stateOf } from '../rules/explain.ts';
import { ruleText } from '../rules/text.ts';
import type { FindingTally, RuleHits, RuleTally } from '../tally.ts';
import { times } from './figures.ts';
import type { ReportFinding, ReportRule } from './model.ts';

const mostFields = 50;

/** @param asOf epoch milliseconds: rules that ended before have expired */
export function reportRules(rules: readonly RuleTally[], asOf: number): readonly ReportRule[] {
  return rules.map(({ id, rule, origin, removed, hits: found }) => {
    const hits = found.reduce((sum, { n }) => sum + n, 0);
    const state = stateOf(rule, hits, removed, asOf);
    const fields = found
      .toSorted((a, b) => b.n - a.n)
      .slice(0, mostFields)
      .map(({ endpoint, field, aspect, n }) => ({ endpoint, field, aspect, hits: n }));
    return { id, text: ruleText(rule), sentence: explain(rule, hits, state), origin, state, hits, fields };
  });
}

interface Touched {
  readonly rule: RuleTally;
  readonly n: number;
}

/** Which rules set part of which findings aside. */
export class RuledFindings {
  readonly #touched = new Map<string, Touched[]>();

  constructor(rules: readonly RuleTally[]) {
    for (const rule of rules) {
      for (const hits of rule.hits) {
        const key = keyOf(hits);
        const touched = this.#touched.get(key);
        if (touched === undefined) this.#touched.set(key, [{ rule, n: hits.n }]);
        else touched.push({ rule, n: hits.n });
      }
    }
  }

  /** The finding's sentence says so too. */
  told(finding: FindingTally, sentence: string): Pick<ReportFinding, 'rules' | 'sentence'> {
    const touched = this.#touched.get(keyOf(finding)) ?? [];
    const notes = touched.map(({ rule, n }) => `The rule "${ruleText(rule.rule)}" set it aside ${times(n)}.`);
    return { rules: touched.map(({ rule }) => rule.id), sentence: [sentence, ...notes].join(' ') };
  }
}

const keyOf = ({ endpoint, field, aspect }: Pick<RuleHits, 'endpoint' | 'field' | 'aspect'>): string =>
  JSON.stringify([endpoint, field, aspect]);
