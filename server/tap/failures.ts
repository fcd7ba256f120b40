/** The closed list of what can go wrong between the tap and a target: an error of node or undici -> a kind of failure. */
import type { FailureKind } from '../core/exchange.ts';

const byCode: Readonly<Record<string, FailureKind>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  TRIPTYCH_DEADLINE: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'malformed',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  HOSTNAME_MISMATCH: 'tls',
};

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** What kind of failure an error is. An error nobody foresaw counts as `reset`: the connection did not survive it. */
export function failureKindOf(error: unknown): FailureKind {
  const code = codeOf(error);
  const known = byCode[code];
  if (known !== undefined) return known;
  // undici's parser errors carry a code only sometimes.
  if (error instanceof Error && error.name === 'HTTPParserError') return 'malformed';
  if (/^(CERT_|ERR_TLS_|ERR_SSL_)/.test(code)) return 'tls';
  return 'reset';
}

/** One line for a person. An AggregateError (several addresses tried) has an empty message of its own. */
export function detailOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return detailOf(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  return (message || codeOf(error) || 'unknown error').split('\n', 1)[0]?.slice(0, 300) ?? '';
}

/** The whole answer took longer than a shadow may. undici's own timeouts reset with every byte, so a trickle would never end. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly code = 'TRIPTYCH_DEADLINE';
  constructor(ms: number) {
    super(`no complete answer within ${ms} ms`);
  }
}
