/** Every setting once: its key in triptych.yml. The flag (`--max-diff-rate`) and the variable (`TRIPTYCH_MAX_DIFF_RATE`) follow from it. */
import { z } from 'zod';
import { defaultThresholds } from '../core/gate/model.ts';
import { count, rate, size, span } from './units.ts';

function quantity(parse: (text: string) => number) {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    try {
      return parse(String(value));
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}

const port = quantity(count).refine((n) => n <= 65_535, 'expected a port from 0 to 65535');

const target = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.search === '')
    return url.href;
  context.addIssue({ code: 'custom', message: 'expected a URL such as http://localhost:9001' });
  return z.NEVER;
});

const list = z
  .union([z.string().transform((text) => [text]), z.array(z.string())])
  .transform((items) => Object.freeze(items));

const method = /^[A-Za-z-]+ \/\S*$/;
const allow = list.refine(
  (items) => items.every((item) => method.test(item)),
  "expected entries such as 'POST /search': a method and a path",
);

export const settings = {
  primary: target.optional().describe('the old version; its answer goes to the caller'),
  secondary: target.optional().describe('a second copy of the same old version; shows what is noise'),
  candidate: target.optional().describe('the new version'),
  host: z.string().default('127.0.0.1').describe('address to listen on'),
  port: port.default(8880).describe('port of the proxy'),
  dashboard_port: port.default(8888).describe('port of the dashboard'),
  db: z.string().optional().describe('SQLite file for results'),
  traffic: z.string().optional().describe('recorded traffic: GoReplay, JSON lines or an access log'),
  allow: allow.default([]).describe("requests with side effects that may reach all three, such as 'POST /search'"),
  routes: list.default([]).describe("route templates that name endpoints, such as '/orders/:id'"),
  host_header: z
    .enum(['same', 'target'])
    .default('same')
    .describe('Host sent to the three: the same for all, or the name of each target'),
  baseline_label: z.string().optional().describe('name of the old build in reports'),
  candidate_label: z.string().optional().describe('name of the new build in reports'),
  max_diff_rate: quantity(rate).default(defaultThresholds.maxDiffRate).describe('fail above this share of regressions'),
  min_exchanges: quantity(count)
    .default(defaultThresholds.minExchanges)
    .describe('inconclusive when fewer were compared'),
  alpha: quantity(rate)
    .refine((a) => a > 0 && a < 1, 'expected a chance between 0 and 1, such as 5%')
    .default(defaultThresholds.alpha)
    .describe('chance of one false regression in a whole run'),
  min_effect: quantity(rate).default(defaultThresholds.minEffect).describe('smallest effect that counts'),
  concurrency: quantity(count)
    .refine((n) => n >= 1, 'expected at least 1')
    .default(16)
    .describe('requests in flight during a replay'),
  timeout: quantity(span).default(30_000).describe('how long a shadow may take to answer'),
  in_flight: quantity(count).default(1000).describe('exchanges in comparison at once; more are dropped and counted'),
  memory: quantity(size)
    .default(256 * 1024 ** 2)
    .describe('bytes held for comparison; more are dropped and counted'),
  request_cap: quantity(size)
    .default(1024 ** 2)
    .describe('longest request body that is compared'),
  response_cap: quantity(size)
    .default(4 * 1024 ** 2)
    .describe('longest response body compared by structure'),
  redact: list.default([]).describe('further header names whose values are never stored'),
};

export const schema = z.strictObject(settings);
export type Config = Readonly<z.output<typeof schema>>;
export type Key = keyof typeof settings;
export const keys = Object.keys(settings) as readonly Key[];

/** Settings that hold several values: their flag may be repeated. */
export const listKeys: ReadonlySet<Key> = new Set<Key>(['allow', 'routes', 'redact']);

export const flagOf = (key: Key): string => `--${key.replaceAll('_', '-')}`;
export const variableOf = (key: Key): string => `TRIPTYCH_${key.toUpperCase()}`;
