/** Stored values -> what the API shows of them. Bodies of answers are hostile: they leave as JSON strings, never as pages. */

import { deltaOf } from '../core/compare/delta.ts';
import type { Answer, Request } from '../core/exchange.ts';
import type { Report } from '../core/gate/model.ts';
import { contentOf, type Message } from '../core/lift/content.ts';
import type { Decoders } from '../core/lift/decoders.ts';
import { liftTogether } from '../core/lift/lift.ts';
import { quantilesOf } from '../core/noise/sketch.ts';
import type { SpanTally } from '../core/tally.ts';
import type { ExchangeHead, StoredExchange } from '../store/contract.ts';
import type { AnswerView, BodyView, ExchangeSummary, ExchangeView, LatencyList, RunSummary } from './contract.ts';

export function runSummaryOf({ run, verdict, exchanges, findings, diffRate }: Report): RunSummary {
  const { id, startedAt, endedAt, baseline, candidate, roles } = run;
  return {
    id,
    startedAt,
    endedAt,
    baseline,
    candidate,
    roles,
    verdict,
    compared: exchanges.compared,
    received: exchanges.received,
    regressions: findings.filter((finding) => finding.class === 'regression').length,
    unexplained: findings.filter((finding) => finding.class === 'unexplained').length,
    diffRate,
  };
}

export function latencySpanOf({ minute, span, latency }: SpanTally, alpha: number): LatencyList['items'][number] {
  const { primary, secondary, candidate } = latency;
  return {
    from: new Date(minute * 60_000).toISOString(),
    minutes: span,
    latencyMs: {
      primary: quantilesOf(primary, alpha),
      secondary: quantilesOf(secondary, alpha),
      candidate: quantilesOf(candidate, alpha),
    },
  };
}

export function exchangeSummaryOf({ id, at, endpoint, method, target, outcomes }: ExchangeHead): ExchangeSummary {
  return { id, at: new Date(at).toISOString(), endpoint, method, target, outcomes };
}

export function exchangeViewOf({ exchange, observations }: StoredExchange, decoders: Decoders): ExchangeView {
  const { id, at, endpoint, request, answers } = exchange;
  const { primary, secondary, candidate } = answers;
  const view = (answer: Answer) => answerView(answer, decoders);
  return {
    id,
    at: new Date(at).toISOString(),
    endpoint,
    request: requestView(request, decoders),
    answers: {
      primary: view(primary),
      ...(secondary === undefined ? {} : { secondary: view(secondary) }),
      candidate: view(candidate),
    },
    observations,
    delta: deltaBetween(primary, candidate, decoders),
  };
}

function requestView(request: Request, decoders: Decoders): ExchangeView['request'] {
  const { method, target, headers } = request;
  return { method, target, headers, body: bodyView(request, decoders) };
}

function answerView(answer: Answer, decoders: Decoders): AnswerView {
  if (answer.kind === 'failure') return answer;
  const { kind, status, headers, trailers, ms } = answer;
  return { kind, status, headers, trailers, body: bodyView(answer, decoders), ms };
}

function bodyView(message: Message, decoders: Decoders): BodyView {
  const content = contentOf(message, decoders);
  if (content.kind !== 'cut') return content;
  const { kind, length, sha256 } = content;
  return { kind, length, sha256 };
}

/** null where not both bodies are documents of moderate size. */
function deltaBetween(primary: Answer, candidate: Answer, decoders: Decoders): unknown {
  if (primary.kind === 'failure' || candidate.kind === 'failure') return null;
  const [before, after] = liftTogether([primary, candidate], decoders);
  if (before.kind !== 'json' || after?.kind !== 'json') return null;
  return deltaOf(before.value, after.value);
}
