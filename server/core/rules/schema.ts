/** Rules as people write them -> rules that can be applied, with a clause for each mistake. */
import { z } from 'zod';
import { roles } from '../exchange.ts';
import { aspects } from '../finding.ts';
import type { Json } from '../lift/json.ts';
import { conditionOf } from './condition.ts';
import { parseMember, parsePath } from './path.ts';
import { compilePattern } from './pattern.ts';
import { renamingOf } from './renaming.ts';
import { type Rule, ruleKinds } from './rule.ts';
import { endOf, statusMatcher } from './scope.ts';
import { parseRuleText } from './text.ts';
import { parseTolerance } from './tolerance.ts';

/** Messages are clauses that follow what was written: `expected …`. */
export function text(example: string, check: (text: string) => unknown) {
  return z.union([z.string(), z.number().transform(String)], `expected ${example}`).superRefine((value, context) => {
    try {
      check(value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // What is wrong here is not looked at again further out.
      context.addIssue({ code: 'custom', message: error.message, continue: false });
    }
  });
}

export const anyText = text('some text', () => {});
export const endpointName = text('the name of an endpoint, such as GET /orders/*', nonEmpty);
export const until = text('a date such as 2026-12-31', endOf);
export const field = text('a field such as body.items[].price', parsePath);
const pattern = text('a regular expression', compilePattern);
const scalar = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  'expected a text, a number, true, false or null',
);
/** What stands in a file or a request is JSON; zod's own schema of it refers to itself, which OpenAPI has no place for here. */
const json = z
  .unknown()
  .refine((value) => value !== undefined, 'expected a value')
  .transform((value): Json => value as Json);

const condition = z.strictObject(
  {
    field,
    is: z
      .union([scalar.transform((one) => [one]), z.array(scalar).min(1)], 'expected a value or a list of values')
      .describe('A value, or a list of which one must be there.'),
  },
  wrongKeys(['field', 'is'], 'expected a condition such as { field: body.currency, is: JPY }'),
);

const scope = {
  field: field.describe('Path of the field: `*` stands for one step, `**` for any number of them.'),
  endpoint: endpointName.exactOptional(),
  role: z.enum(roles, `expected ${roles.join(', ')}`).exactOptional(),
  status: text('a status such as 404 or 4xx', statusMatcher).exactOptional(),
  when: condition.exactOptional(),
  until: until.exactOptional(),
  reason: anyText.exactOptional(),
};

/** The role that an expectation and a key are about is always the same. */
const { role: _role, ...withoutRole } = scope;

const strict = <Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape }, wrongKeys(['kind', ...Object.keys(shape)], 'expected a rule'));

const aspect = z.enum(aspects, `expected ${aspects.join(', ')}`);
export const someAspects = z.union(
  [aspect.transform((one) => [one]), z.array(aspect).min(1)],
  `expected ${aspects.join(', ')}`,
);

export const ruleSchema = z
  .discriminatedUnion(
    'kind',
    [
      strict('ignore', {
        ...scope,
        aspects: someAspects.exactOptional(),
      }),
      strict('tolerance', { ...scope, within: text('a tolerance such as 0.01, 1%, 4ulps or 5s', parseTolerance) }),
      strict('unordered', scope),
      strict('key', { ...withoutRole, by: text('the name of a member', parseMember) }),
      strict('mask', { ...scope, pattern }),
      strict('format', scope),
      strict('expect', {
        ...withoutRole,
        value: json.exactOptional(),
        pattern: pattern.exactOptional(),
        rename: text('the name of a member, or a field', nonEmpty).exactOptional(),
        mapping: z.record(z.string(), json, 'expected old values and new ones, such as { open: OPEN }').exactOptional(),
      }),
    ],
    `expected a rule whose kind is ${ruleKinds.join(', ')}`,
  )
  .superRefine((rule, context) => {
    const add = (message: string, ...path: string[]) => context.addIssue({ code: 'custom', message, path });
    const refuse = (check: () => unknown, ...path: string[]) => {
      try {
        check();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        add(error.message, ...path);
      }
    };
    if (rule.kind === 'expect') {
      const ways = [rule.value, rule.pattern, rule.rename, rule.mapping].filter((way) => way !== undefined);
      if (ways.length !== 1) add('expected one of value, pattern, rename and mapping');
      if (rule.rename !== undefined && !endsInName(rule.field)) add('expected a field that ends in a name', 'field');
      else if (rule.rename !== undefined) refuse(() => renamingOf(rule), 'rename');
    }
    refuse(() => conditionOf(rule), 'when', 'field');
  });

function nonEmpty(value: string): void {
  if (value.trim() === '') throw new RangeError('expected some text');
}

function endsInName(value: string): boolean {
  return parsePath(value).steps.length > 1 && (parsePath(value).steps.at(-1) ?? '').startsWith('.');
}

/** What zod says of keys that nobody knows, and of what is no object at all. */
export function wrongKeys(known: readonly string[], otherwise: string) {
  return {
    error: (issue: { readonly code: string; readonly keys?: readonly string[] }): string =>
      issue.code === 'unrecognized_keys'
        ? `expected no key but ${known.join(', ')}, and there is ${issue.keys?.join(', ')}`
        : otherwise,
  };
}

interface RuleMistake {
  readonly path: readonly PropertyKey[];
  /** A clause: `expected …`. */
  readonly message: string;
}

export type RuleReading =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly mistakes: readonly RuleMistake[] };

/** A rule as an object, or as its line of text, or as JSON in a text. */
export function readRule(written: unknown): RuleReading {
  let value = written;
  if (typeof written === 'string') {
    try {
      value = /^\s*[[{]/.test(written) ? JSON.parse(written) : parseRuleText(written);
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
      const message = error instanceof SyntaxError ? `expected JSON: ${error.message}` : error.message;
      return { ok: false, mistakes: [{ path: [], message }] };
    }
  }
  const read = ruleSchema.safeParse(value);
  if (read.success) return { ok: true, rule: read.data };
  return { ok: false, mistakes: read.error.issues.map(({ path, message }) => ({ path, message })) };
}
