/** Where and until when a rule holds, apart from its field. */
import type { Answer } from '../exchange.ts';

/**
 * Whether an endpoint's name is meant by a pattern: `*` stands for any text. A pattern that is a path alone holds for every
 * method; `:id` is written `{id}` in names. Linear in the name for each `*`.
 */
export function endpointMatcher(pattern: string): (endpoint: string) => boolean {
  const normal = pattern.replace(/(?<=\/):([A-Za-z_]\w*)/g, '{$1}');
  const anyMethod = normal.startsWith('/');
  const parts = normal.split('*');
  return (endpoint) => fitsParts(parts, anyMethod ? endpoint.slice(endpoint.indexOf(' ') + 1) : endpoint);
}

function fitsParts(parts: readonly string[], text: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** `404`, `4xx`. @throws RangeError */
export function statusMatcher(text: string): (answer: Answer) => boolean {
  if (!/^[1-5](?:\d\d|xx)$/.test(text)) throw new RangeError('expected a status such as 404 or 4xx');
  const exact = text.endsWith('xx') ? undefined : Number(text);
  const hundreds = Number(text[0]);
  return (answer) =>
    answer.kind === 'response' &&
    (exact === undefined ? Math.floor(answer.status / 100) === hundreds : answer.status === exact);
}

const day = 86_400_000;

/** When a rule ends, epoch milliseconds; a date alone is its last day (UTC). @throws RangeError */
export function endOf(until: string): number {
  const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(until);
  const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(until);
  const at = date !== null || moment ? Date.parse(until) : Number.NaN;
  // Date.parse takes the 31st of any month for the 1st of the next, or not, depending on the engine.
  const isDay = date === null || new Date(at).getUTCDate() === Number(date[3]);
  if (Number.isNaN(at) || !isDay) throw new RangeError('expected a date such as 2026-12-31');
  return date === null ? at : at + day;
}
