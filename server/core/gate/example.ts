/** One exchange that shows a finding, cut to what a reader of a report needs. */
import { differencesOf } from '../compare/compare.ts';
import type { Difference } from '../compare/differences.ts';
import type { Context } from '../compare/walk.ts';
import type { Answer, Exchange, Request, Role } from '../exchange.ts';
import { roles } from '../exchange.ts';
import { contentOf } from '../lift/content.ts';
import type { Decoders } from '../lift/decoders.ts';
import type { Ruling } from '../rules/ruling.ts';
import { excerpts, nothing, valueTexts } from './excerpt.ts';
import type { Example, ExampleBody, ExampleRequest, ReportFinding } from './model.ts';

/** Characters of a value, and bytes of a request body, that are shown. */
const longestValue = 300;
const longestBody = 4096;

/** @returns the examples that one exchange gives to each of the findings, in their order */
export function examplesIn(
  exchange: Exchange,
  findings: readonly ReportFinding[],
  decoders: Decoders,
  ruling?: Ruling,
  context?: Context,
): readonly Example[] {
  const request = requestOf(exchange.request, decoders);
  const differences = differencesOf(exchange.answers, decoders, ruling, context);
  return findings.map((finding) => ({
    exchange: exchange.id,
    request,
    values: valuesAt(finding, exchange, differences),
  }));
}

function valuesAt(
  { field, aspect }: ReportFinding,
  { answers }: Exchange,
  differences: readonly Difference[],
): Example['values'] {
  const shown = roles.filter((role) => answers[role] !== undefined);
  const inWords = (words: (answer: Answer) => string) =>
    cut(
      shown,
      shown.map((role) => {
        const answer = answers[role];
        return answer === undefined ? nothing : words(answer);
      }),
    );
  if (aspect === 'latency') return inWords(({ ms }) => `${ms.toFixed(1)} ms`);
  if (aspect === 'failure') return inWords(outcome);
  const at = differences.filter((difference) => difference.field === field);
  // A shift is told over many exchanges; in one of them it is another value.
  const found = at.find((difference) => difference.aspect === aspect) ?? (aspect === 'shift' ? at[0] : undefined);
  return found === undefined ? {} : cut(shown, valueTexts(found, shown));
}

const outcome = (answer: Answer): string =>
  answer.kind === 'response' ? `status ${answer.status}` : `${answer.failure}: ${answer.detail}`;

const cut = (shown: readonly Role[], texts: readonly string[]): Example['values'] => {
  const short = excerpts(texts, longestValue);
  return Object.fromEntries(shown.map((role, i) => [role, short[i] ?? '']));
};

function requestOf({ method, target, headers, body }: Request, decoders: Decoders): ExampleRequest {
  return { method, target, headers, body: bodyOf({ headers, body }, decoders) };
}

function bodyOf({ headers, body }: Pick<Request, 'headers' | 'body'>, decoders: Decoders): ExampleBody {
  if (body.kind === 'cut') return { kind: 'long', length: body.length };
  const { bytes } = body;
  if (bytes.length === 0) return { kind: 'empty' };
  if (bytes.length > longestBody) return { kind: 'long', length: bytes.length };
  // Only bytes that UTF-8 gives back as they came may be shown as text.
  const coded = headers.some(([name]) => name.toLowerCase() === 'content-encoding');
  const content = coded ? undefined : contentOf({ headers, body }, decoders);
  if (content?.kind === 'text' && sameBytes(new TextEncoder().encode(content.text), bytes)) {
    return { kind: 'text', text: content.text };
  }
  return { kind: 'octets', hex: bytes.toHex() };
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
