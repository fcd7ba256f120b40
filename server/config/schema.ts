/** Every setting once: its key in triptych.yml. The flag (`--max-diff-rate`) and the variable (`TRIPTYCH_MAX_DIFF_RATE`) follow from it. */
import { z } from 'zod';
import { acceptances } from '../core/gate/acceptance.ts';
import { count, rate } from '../core/gate/amounts.ts';
import { classifiers, defaultThresholds } from '../core/gate/model.ts';
import { endpointLimits, latencyLimits } from '../core/gate/written.ts';
import type { Rule } from '../core/rules/rule.ts';
import { readRule } from '../core/rules/schema.ts';
import { port, size, span } from './units.ts';

/** Messages of the schema are clauses that follow `--port is "x", `. Defaults are written as a person would, and shown so by --help. */
function quantity(parse: (text: string) => number) {
  return z.unknown().transform((value, context) => {
    try {
      return parse(typeof value === 'string' || typeof value === 'number' ? String(value) : '');
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}

const positive = quantity(count).refine((n) => n >= 1, 'expected at least 1');

const expectedUrl = 'expected a URL such as http://localhost:9001';

const target = z.string(expectedUrl).transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    context.addIssue({ code: 'custom', message: expectedUrl });
  } else if (url.search !== '' || url.hash !== '') {
    context.addIssue({ code: 'custom', message: 'expected a URL without a query: each request brings its own' });
  } else if (url.username !== '' || url.password !== '') {
    context.addIssue({
      code: 'custom',
      message: 'expected a URL without a user: send an Authorization header instead',
    });
  } else {
    return url.href;
  }
  return z.NEVER;
});

/** YAML reads 1.10 as a number and has dropped its last 0 by then, so guessing what was meant would be wrong. */
const text = z.string('expected text; put it in "quotes"').min(1, 'expected some text');

/** One entry or several. `form` is what each must look like. */
const list = (expected: string, form: RegExp) =>
  z
    .union([z.string().transform((item) => [item]), z.array(z.string())], expected)
    .refine((items) => items.every((item) => form.test(item)), expected)
    .transform((items): readonly string[] => Object.freeze(items))
    .prefault([]);

/** Each mistake with its place in the list. */
const rules = z
  .array(z.unknown(), 'expected a list of rules')
  .transform((list, context): readonly Rule[] =>
    list.flatMap((written, i) => {
      const reading = readRule(written);
      if (reading.ok) return [reading.rule];
      for (const { path, message } of reading.mistakes) {
        context.addIssue({ code: 'custom', message, path: [i, ...path] });
      }
      return [];
    }),
  )
  .prefault([]);

const percent = (fraction: number): string => `${fraction * 100}%`;

export const settings = {
  primary: target.optional().describe('the old version; its answer goes to the caller'),
  secondary: target.optional().describe('a second copy of the same old version; shows what is noise'),
  candidate: target.optional().describe('the new version'),
  host_header: z
    .enum(['same', 'target'], 'expected same or target')
    .prefault('same')
    .describe('Host sent to the three: the same for all, or the name of each target'),
  traffic: text.optional().describe('recorded requests: GoReplay, JSON lines or an access log'),
  allow: list("expected entries such as 'POST /search': a method and a path", /^[A-Za-z-]+ \/\S*$/).describe(
    "request with side effects that may reach all three, such as 'POST /search'",
  ),
  routes: list("expected entries such as '/orders/:id' or 'GET /orders/:id'", /^(?:[A-Za-z-]+ )?\/\S*$/).describe(
    "route that names endpoints, such as '/orders/:id'",
  ),
  concurrency: positive.prefault('16').describe('requests in flight during the replay'),
  timeout: quantity(span)
    .refine((ms) => ms >= 1 && ms <= 86_400_000, 'expected from 1ms to 24h')
    .prefault('30s')
    .describe('longest wait for an answer; live, the primary has no limit'),
  host: text.prefault('127.0.0.1').describe('address to listen on'),
  port: quantity(port).prefault('8880').describe('port of the proxy; 0 takes a free one'),
  dashboard_port: quantity(port).prefault('8888').describe('port of the dashboard; 0 takes a free one'),
  db: text.optional().describe('SQLite file for results'),
  redact: list("expected header names such as 'x-session'", /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/).describe(
    'further header whose values are never stored',
  ),
  rules: rules.describe("how a field is compared, such as 'ignore body.updatedAt'"),
  accept: acceptances.prefault([]).describe('difference that is meant: the id of a finding, or an entry as JSON'),
  baseline_label: text.optional().describe('name of the old build in reports'),
  candidate_label: text.optional().describe('name of the new build in reports'),
  max_diff_rate: quantity(rate)
    .prefault(percent(defaultThresholds.maxDiffRate))
    .describe('fail when more exchanges than this show a regression'),
  max_failure_increase: quantity(rate)
    .optional()
    .describe('fail when the candidate fails or answers 5xx in so many more requests'),
  latency: latencyLimits.optional().describe('fail when it is slower by more, such as p50=1.10x,p99=1.25x'),
  thresholds: endpointLimits.optional().describe('limits of single endpoints, by their names'),
  min_exchanges: quantity(count)
    .prefault(String(defaultThresholds.minExchanges))
    .describe('inconclusive when fewer were compared'),
  classifier: z
    .enum(classifiers, 'expected evidence or diffy')
    .prefault(defaultThresholds.classifier)
    .describe('what decides about a finding: the evidence, or Diffy’s rule'),
  alpha: quantity(rate)
    .refine((a) => a > 0 && a < 1, 'expected a chance between 0 and 1, such as 5%')
    .prefault(percent(defaultThresholds.alpha))
    .describe('chance of one false regression in a whole run'),
  min_effect: quantity(rate).prefault(percent(defaultThresholds.minEffect)).describe('smallest effect that counts'),
  confirm: quantity(count)
    .refine((n) => n <= 1000, 'expected at most 1000')
    .prefault('30')
    .describe('times that the requests behind a rare difference are sent again; 0 for none'),
  in_flight: positive.prefault('1000').describe('exchanges compared at once; more are dropped and counted'),
  memory: quantity(size).prefault('256MiB').describe('held for comparison; more is dropped and counted'),
  request_cap: quantity(size).prefault('1MiB').describe('longest request body that is compared'),
  response_cap: quantity(size).prefault('4MiB').describe('longest response body compared by structure'),
};

export const schema = z.strictObject(settings);
export type Config = Readonly<z.output<typeof schema>>;
export type Key = keyof typeof settings;
export const keys = Object.keys(settings) as readonly Key[];

/** Settings that hold several values: their flag may be repeated. */
export const listKeys: ReadonlySet<Key> = new Set<Key>(['allow', 'routes', 'redact', 'rules', 'accept']);

/** Settings whose values of all sources count together; of any other the strongest source's does. */
export const joinedKeys: ReadonlySet<string> = new Set<Key>(['rules', 'accept']);

export const flagOf = (key: Key): string => (key === 'rules' ? '--rule' : `--${key.replaceAll('_', '-')}`);
export const variableOf = (key: Key): string => `TRIPTYCH_${key.toUpperCase()}`;

/** What a setting is when nobody sets it, as it would be written; undefined where there is nothing to show. */
export function defaultOf(key: Key): string | undefined {
  const setting = settings[key];
  const usual: unknown = setting instanceof z.ZodPrefault ? setting.def.defaultValue : undefined;
  return typeof usual === 'string' ? usual : undefined;
}
