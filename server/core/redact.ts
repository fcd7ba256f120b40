/** Credentials leave an exchange before anything is written: each value becomes a keyed hash, so equality still shows. */
import type { Answer, Answers, Exchange, HeaderLine } from './exchange.ts';

/** Lower case. What is known to carry a credential, whatever the service; the configuration adds to it. */
export const credentialHeaders: readonly string[] = [
  'authorization',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'authentication-info',
  'proxy-authentication-info',
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'x-refresh-token',
  'x-session-token',
  'x-session-id',
  'x-csrf-token',
  'x-xsrf-token',
  'x-amz-security-token',
  'x-goog-api-key',
  'x-goog-iap-jwt-assertion',
  'x-amzn-oidc-data',
  'x-amzn-oidc-accesstoken',
  'cf-access-jwt-assertion',
  'x-forwarded-access-token',
  'x-vault-token',
  'x-github-token',
  'private-token',
  'ocp-apim-subscription-key',
];

/** Query parameters, compared without case and without `-` and `_`. */
const credentialParameters: ReadonlySet<string> = new Set([
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'authtoken',
  'sessiontoken',
  'csrftoken',
  'token',
  'jwt',
  'apikey',
  'subscriptionkey',
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'clientsecret',
  'signature',
  'sig',
  'credential',
  'authorization',
  'sessionid',
  'xamzsignature',
  'xamzcredential',
  'xamzsecuritytoken',
  'xgoogsignature',
  'xgoogcredential',
]);

/** Headers whose value is an address that may carry such parameters, of a login redirect for instance. */
const addressHeaders: ReadonlySet<string> = new Set(['location', 'content-location', 'referer', 'refresh', 'link']);

/** One `name=value` of a query or fragment; the delimiter before it stays outside. */
const parameter = /(?<=[?&;#])([^=&;#?]+)=([^&;#\s>"']*)/g;

export interface Redaction {
  /** Names beyond `credentialHeaders`, in any case. */
  readonly headers: readonly string[];
  /** Text -> hex digest of at least 12 digits under a key that is not stored beside the data. */
  readonly keyedHash: (text: string) => string;
}

/**
 * Makes the function that replaces credentials in request and answers by `redacted:` and 12 hex digits: listed headers and
 * trailers, and listed parameters in the target's query and in headers that hold an address. Bodies stay as they are.
 */
export function redactor({ headers, keyedHash }: Redaction): (exchange: Exchange) => Exchange {
  const secret = new Set([...credentialHeaders, ...headers.map((name) => name.toLowerCase())]);
  const hide = (value: string): string => `redacted:${keyedHash(value).slice(0, 12)}`;
  const hideIn = (address: string): string =>
    address.replace(parameter, (pair, name: string, value: string) =>
      isCredential(name) ? `${name}=${hide(value)}` : pair,
    );

  const line = (original: HeaderLine): HeaderLine => {
    const name = original[0].toLowerCase();
    if (secret.has(name)) return [original[0], hide(original[1])];
    return addressHeaders.has(name) ? [original[0], hideIn(original[1])] : original;
  };
  const answer = (original: Answer): Answer =>
    original.kind === 'failure'
      ? original
      : { ...original, headers: original.headers.map(line), trailers: original.trailers.map(line) };

  return (exchange) => ({
    ...exchange,
    request: {
      ...exchange.request,
      target: hideIn(exchange.request.target),
      headers: exchange.request.headers.map(line),
    },
    answers: redactAnswers(exchange.answers, answer),
  });
}

function redactAnswers(answers: Answers, answer: (original: Answer) => Answer): Answers {
  const { primary, secondary, candidate } = answers;
  const pair = { primary: answer(primary), candidate: answer(candidate) };
  return secondary === undefined ? pair : { ...pair, secondary: answer(secondary) };
}

/** Whether a parameter of this name carries a credential. Percent-encoding must not hide it: `access%5Ftoken` is one too. */
export function isCredential(encoded: string): boolean {
  return credentialParameters.has(decoded(encoded).toLowerCase().replace(/[-_]/g, ''));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not valid percent-encoding: then the text is its own name.
    return text;
  }
}
