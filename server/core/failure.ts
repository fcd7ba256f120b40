/** The closed list of what can go wrong between this program and a service: an error of node or undici -> a kind of failure. */
import type { FailureKind } from './exchange.ts';

const kindsByCode: readonly (readonly [FailureKind, RegExp])[] = [
  ['dns', /^(ENOTFOUND|EAI_.*)$/],
  ['refused', /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/],
  ['timeout', /^(ETIMEDOUT|UND_ERR_.*_TIMEOUT|TRIPTYCH_DEADLINE)$/],
  ['tls', /^(ERR_TLS_.*|ERR_SSL_.*|CERT_.*|EPROTO|HOSTNAME_MISMATCH|.*_CERT|.*SIGNATURE|UNABLE_TO_.*|.*_IN_CHAIN)$/],
  ['malformed', /^(HTTPParserError|HPE_.*|UND_ERR_HEADERS_OVERFLOW)$/],
  ['reset', /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/],
];

/** An AggregateError stands for several addresses that were tried, and has an empty message of its own. */
const firstOf = (error: unknown): unknown =>
  error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // undici's parser errors carry no code, or one of the parser's own that says no more than their name.
  if (error.name === 'HTTPParserError') return error.name;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** What kind of failure an error is; undefined for one that is no failure of a connection. */
export function failureKindOf(error: unknown): FailureKind | undefined {
  const code = codeOf(firstOf(error));
  return kindsByCode.find(([, codes]) => codes.test(code))?.[0];
}

/** One line for a person. */
export function detailOf(error: unknown): string {
  const first = firstOf(error);
  const message = first instanceof Error ? first.message : String(first);
  return (message || codeOf(first) || 'unknown error').split('\n', 1)[0]?.slice(0, 300) ?? '';
}
