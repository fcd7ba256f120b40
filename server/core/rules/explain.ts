/** Sentences about rules: what one does, what it did, and how it stands at the end of a run. */
import { times } from '../gate/figures.ts';
import { clauseOf } from './kinds.ts';
import type { Rule } from './rule.ts';
import { endOf } from './scope.ts';

/** `active`: it was applied. `neverMatched`: there was nothing it could be applied to. `removed`: no longer in force. */
export const ruleStates = ['active', 'neverMatched', 'expired', 'removed'] as const;
export type RuleState = (typeof ruleStates)[number];

/** @param hits differences it changed. @param now epoch milliseconds */
export function stateOf(rule: Rule, hits: number, removed: boolean, now: number): RuleState {
  if (removed) return 'removed';
  if (isExpired(rule, now)) return 'expired';
  return hits === 0 ? 'neverMatched' : 'active';
}

const isExpired = ({ until }: Rule, now: number): boolean => until !== undefined && endOf(until) <= now;

/** One sentence: what the rule does where, and how often it did. */
export function explain(rule: Rule, hits: number, state: RuleState): string {
  const clause = `${clauseOf(rule)}${scopeOf(rule)}`;
  const start = `${clause.charAt(0).toUpperCase()}${clause.slice(1)}`;
  return `${start}: ${did(rule, hits, state)}.`;
}

function did(rule: Rule, hits: number, state: RuleState): string {
  const often = times(hits);
  switch (state) {
    case 'active':
      return often;
    case 'neverMatched':
      return rule.kind === 'expect' ? 'the candidate never differed in this way' : 'it never matched';
    case 'expired':
      return `it ended with ${rule.until}${hits === 0 ? '' : `, until then ${often}`}`;
    case 'removed':
      return `it was removed${hits === 0 ? '' : `, until then ${often}`}`;
  }
}

function scopeOf({ endpoint, role, status, when }: Rule): string {
  const parts = [
    endpoint === undefined ? undefined : `at ${endpoint}`,
    role === undefined ? undefined : `in the ${role}'s answer`,
    status === undefined ? undefined : `with status ${status}`,
    when === undefined ? undefined : `where ${when.field} is ${when.is.map((one) => JSON.stringify(one)).join(' or ')}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}
