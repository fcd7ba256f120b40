/** An error of node or undici -> the kind of failure it is, in words that are the same for every request. */
import type { FailureKind } from '../core/exchange.ts';

const kindsByCode: readonly (readonly [FailureKind, RegExp])[] = [
  ['dns', /^(ENOTFOUND|EAI_.*)$/],
  ['refused', /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/],
  ['timeout', /^(ETIMEDOUT|UND_ERR_.*_TIMEOUT)$/],
  ['tls', /^(ERR_TLS_.*|ERR_SSL_.*|CERT_.*|EPROTO|HOSTNAME_MISMATCH|.*_CERT|.*SIGNATURE|UNABLE_TO_.*)$/],
  ['malformed', /^(HTTPParserError|UND_ERR_HEADERS_OVERFLOW)$/],
  ['reset', /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/],
];

/** `refused: connect ECONNREFUSED 127.0.0.1:9001`; what is no failure of a connection keeps its message. */
export function describeError(error: Error): Error {
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  // undici leaves its parser's errors without a code.
  const code = 'code' in first && typeof first.code === 'string' ? first.code : first.name;
  const kind = kindsByCode.find(([, codes]) => codes.test(code))?.[0];
  const detail = (first.message || code).split('\n', 1)[0];
  return new Error(kind === undefined ? detail : `${kind}: ${detail}`, { cause: error });
}
