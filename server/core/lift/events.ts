/** Server-sent events (HTML standard, section 9.2.6). */
import { pay, type Work } from '../work.ts';
import type { Json } from './json.ts';

const mostLines = 200_000;
const names = new Set(['event', 'data', 'id', 'retry']);

/**
 * Events in order, with what each one says: `event`, `data` (lines joined), `id`, `retry`, all text. Comments are left out:
 * they keep connections alive, as often as the clock wants. `event: message` is what an event is anyway, and so is one of no
 * name. A last event without an empty line behind it is one that no client is told of: it is there, and `#unfinished`.
 * undefined for a line of any other name: nobody meant that as an event.
 */
export function parseEvents(text: string, work: Work): Json | undefined {
  const lines = text.split(/\r\n|\n|\r/, mostLines + 1);
  if (lines.length > mostLines || !pay(work, lines.length)) return undefined;
  // Behind the last line break there is no line.
  if (lines.at(-1) === '') lines.pop();
  const events: Json[] = [];
  let event = new Map<string, Json>();
  for (const line of lines) {
    if (line === '') {
      if (event.size > 0) events.push(Object.fromEntries(event));
      event = new Map();
      continue;
    }
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const name = colon === -1 ? line : line.slice(0, colon);
    if (!names.has(name)) return undefined;
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    const before = event.get('data');
    if (name === 'data' && before !== undefined) event.set('data', `${before}\n${value}`);
    else if (name === 'event' && (value === 'message' || value === '')) event.delete('event');
    else event.set(name, value);
  }
  if (event.size > 0) events.push(Object.fromEntries(event.set('#unfinished', true)));
  return events;
}

/** Whether a text of some other type is worth trying. */
export const startsAsEvents = (text: string): boolean =>
  /^(?:(?:event|id|retry):.*\r?\n|:.*\r?\n|\r?\n)*data:.*\r?\n/.test(text) && /\n\r?\n/.test(text);
