/** Answers compared under rules, as the tests write both down. */
import assert from 'node:assert/strict';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import type { Answers } from '../../../server/core/exchange.ts';
import { RuleSet } from '../../../server/core/rules/ruling.ts';
import { readRule } from '../../../server/core/rules/schema.ts';
import { decoders } from '../../../server/decoders.ts';

export interface Circumstances {
  readonly endpoint?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
}

/** `ids` of the rules are `0`, `1` and so on. */
export function ruleSet(rules: readonly unknown[]): RuleSet {
  return new RuleSet(
    rules.map((written, i) => {
      const reading = readRule(written);
      assert.ok(reading.ok, JSON.stringify(reading));
      return { id: String(i), rule: reading.rule };
    }),
  );
}

/** `field aspect case` of what is left, and `rule field aspect` of what the rules did; both sorted. */
export function compared(rules: RuleSet, answers: Answers, { endpoint = 'GET /a', at = 0 }: Circumstances = {}) {
  const ruling = rules.over({ endpoint, at, answers, decoders });
  const observations = compareAnswers(answers, decoders, ruling);
  return {
    found: observations.map(({ field, aspect, case: odd }) => `${field} ${aspect} ${odd}`).sort(),
    hits: (ruling?.hits ?? []).map(({ rule, field, aspect }) => `${rule} ${field} ${aspect}`).sort(),
  };
}
