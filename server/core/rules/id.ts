import type { NamedRule, Rule } from './rule.ts';
import { ruleText } from './text.ts';

/**
 * A rule with its id: 12 hex digits, the same in every run and on every machine. Another reason or date is the same rule.
 * @param sha256 hex digest of a text's UTF-8 bytes
 */
export function namedRule(rule: Rule, sha256: (text: string) => string): NamedRule {
  const { reason: _reason, until: _until, ...what } = rule;
  return { id: sha256(ruleText(what)).slice(0, 12), rule };
}
