/** A file that holds an answer: a bare body, or an HTTP message as `curl -i` prints it. */
import type { Answer, HeaderLine } from '../core/exchange.ts';

/**
 * @param mediaType of a bare body; beats nothing that a message says of itself
 * @throws an Error with one clause, without a full stop, when a file starts with `HTTP/` and is no message
 */
export function answerOf(file: Uint8Array, mediaType: string | undefined): Answer {
  const latin1 = Buffer.from(file).toString('latin1');
  if (!latin1.startsWith('HTTP/')) {
    return response(200, mediaType === undefined ? [] : [['content-type', mediaType]], file);
  }
  const status = /^HTTP\/\d(?:\.\d)? ([1-5]\d\d)(?: [^\r\n]*)?\r?\n/.exec(latin1);
  if (status === null) throw new Error('the first line is no status line, such as HTTP/1.1 200 OK');
  const end = /\r?\n\r?\n/.exec(latin1);
  const headEnd = end === null ? latin1.length : end.index;
  const body = end === null ? new Uint8Array(0) : file.subarray(headEnd + end[0].length);
  const code = Number(status[1]);
  // Interim answers (RFC 9110 section 15.2) come before the one that counts.
  if (code < 200 && body.length > 0) return answerOf(body, mediaType);
  return response(code, headersOf(latin1.slice(status[0].length, headEnd)), body);
}

function headersOf(head: string): HeaderLine[] {
  return head
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1)
        throw new Error(`${JSON.stringify(line.slice(0, 60))} is no header line, such as content-type: text/plain`);
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
}

const response = (status: number, headers: readonly HeaderLine[], bytes: Uint8Array): Answer => ({
  kind: 'response',
  status,
  headers,
  trailers: [],
  body: { kind: 'whole', bytes },
  ms: 0,
});
