/** Limits as people write them, in a settings file, a flag or an address -> limits, with a clause for each mistake. And back. */
import { z } from 'zod';
import { count, rate, ratio } from './amounts.ts';
import { type EndpointLimits, type Limits, type QuantileName, quantileNames } from './model.ts';

type LatencyLimits = NonNullable<Limits['latency']>;

interface Mistake {
  readonly path: readonly PropertyKey[];
  /** `expected …` */
  readonly message: string;
}

/** `p50=1.10x,p99=1.25x`, or the same as a map. */
export const latencyLimits = z.unknown().transform((written, context): LatencyLimits => {
  const { value, mistakes } = readLatency(written);
  for (const mistake of mistakes) context.addIssue({ code: 'custom', ...pathed(mistake) });
  return value;
});

/** A map of endpoints and their limits, or the same as JSON. */
export const endpointLimits = z.unknown().transform((written, context): readonly EndpointLimits[] => {
  const map = asMap(written);
  if (map === undefined) {
    context.addIssue({ code: 'custom', message: `expected endpoints and their limits, such as ${exampleOfLimits}` });
    return z.NEVER;
  }
  return Object.entries(map).map(([endpoint, limits]) => {
    const { value, mistakes } = readLimits(limits);
    for (const { path, message } of mistakes) {
      context.addIssue({ code: 'custom', ...pathed({ path: [endpoint, ...path], message }) });
    }
    return { endpoint, ...value };
  });
});

const exampleOfLimits = "{ 'GET /orders/*': { max_diff_rate: 1% } }";
const exampleOfLatency = 'p50=1.10x,p99=1.25x';

const pathed = ({ path, message }: Mistake) => ({ path: [...path], message });

interface Read<T> {
  readonly value: T;
  readonly mistakes: readonly Mistake[];
}

const limitNames = ['max_diff_rate', 'max_failure_increase', 'latency', 'min_exchanges'] as const;

function readLimits(written: unknown): Read<Limits> {
  const map = asMap(written);
  if (map === undefined) return { value: {}, mistakes: [{ path: [], message: `expected ${limitNames.join(', ')}` }] };
  const mistakes: Mistake[] = [];
  const value: { -readonly [Name in keyof Limits]: Limits[Name] } = {};
  for (const [name, given] of Object.entries(map)) {
    if (name === 'latency') {
      const { value: latency, mistakes: more } = readLatency(given);
      value.latency = latency;
      mistakes.push(...more.map(({ path, message }) => ({ path: ['latency', ...path], message })));
      continue;
    }
    const tell = (message: string) => mistakes.push({ path: [name], message });
    if (name === 'max_diff_rate') value.maxDiffRate = amount(rate, given, tell);
    else if (name === 'max_failure_increase') value.maxFailureIncrease = amount(rate, given, tell);
    else if (name === 'min_exchanges') value.minExchanges = amount(count, given, tell);
    else tell(`expected no key but ${limitNames.join(', ')}`);
  }
  return { value, mistakes };
}

function readLatency(written: unknown): Read<LatencyLimits> {
  const map = typeof written === 'string' ? pairsOf(written) : asMap(written);
  if (map === undefined || Object.keys(map).length === 0) {
    return {
      value: {},
      mistakes: [{ path: [], message: `expected quantiles and ratios, such as ${exampleOfLatency}` }],
    };
  }
  const mistakes: Mistake[] = [];
  const value: Partial<Record<QuantileName, number>> = {};
  for (const [name, given] of Object.entries(map)) {
    const known = quantileNames.find((each) => each === name);
    const path = typeof written === 'string' ? [] : [name];
    if (known === undefined) mistakes.push({ path, message: `expected no quantile but ${quantileNames.join(', ')}` });
    else value[known] = amount(ratio, given, (message) => mistakes.push({ path, message }));
  }
  return { value, mistakes };
}

function amount(read: (text: string) => number, given: unknown, tell: (message: string) => void): number {
  try {
    return read(typeof given === 'string' || typeof given === 'number' ? String(given) : '');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    tell(error.message);
    return Number.NaN;
  }
}

/** `a=1,b=2` as a map; undefined where a part is no such pair. */
function pairsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  return pairs.every(({ length }) => length === 2) ? Object.fromEntries(pairs) : undefined;
}

function asMap(written: unknown): Readonly<Record<string, unknown>> | undefined {
  let value = written;
  try {
    if (typeof written === 'string') value = JSON.parse(written);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** What `latencyLimits` reads. */
export function latencyText(limits: LatencyLimits): string {
  return Object.entries(limits)
    .map(([name, limit]) => `${name}=${limit}x`)
    .join(',');
}

/** What `endpointLimits` reads. */
export function endpointLimitsText(all: readonly EndpointLimits[]): string {
  const maps = all.map(({ endpoint, maxDiffRate, maxFailureIncrease, latency, minExchanges }) => [
    endpoint,
    { max_diff_rate: maxDiffRate, max_failure_increase: maxFailureIncrease, latency, min_exchanges: minExchanges },
  ]);
  return JSON.stringify(Object.fromEntries(maps));
}
