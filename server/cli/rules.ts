/** The configuration's rules, with the ids by which the store and reports know them. */
import { hash } from 'node:crypto';
import type { Config } from '../config/schema.ts';
import { namedRule } from '../core/rules/id.ts';
import type { NamedRule } from '../core/rules/rule.ts';

/** Each once: of two that are the same the later one's date and reason hold. */
export function namedRules({ rules }: Config): readonly NamedRule[] {
  const named = rules.map((rule) => namedRule(rule, (text) => hash('sha256', text)));
  return [...new Map(named.map((each) => [each.id, each])).values()];
}
