/** Moments in time, in the ways that answers write them. */
import type { Json } from '../lift/json.ts';
import { isExactNumber } from '../lift/number.ts';

const rfc3339 = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d)?)(\.\d{1,12})?\s?([Zz]|[+-]\d\d:?\d\d)?)?$/;
/** The preferred form of RFC 9110 section 5.6.7. */
const httpDate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} [\d:]{8} GMT$/;

/** Epoch milliseconds; undefined for what is no date. A time without a zone is taken for UTC, a number for the epoch's seconds or smaller by its size. */
export function instantOf(value: Json): number | undefined {
  if (typeof value === 'number') return ofEpoch(value);
  if (typeof value === 'object' && value !== null && isExactNumber(value)) return ofEpoch(Number(value.rawJSON));
  if (typeof value !== 'string') return undefined;
  if (httpDate.test(value)) return valid(Date.parse(value));
  const match = rfc3339.exec(value);
  if (match === null) return undefined;
  const [, date, time = '00:00', fraction = '', zone = 'Z'] = match;
  const offset = zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const at = valid(Date.parse(`${date}T${time}${offset}`));
  return at === undefined ? undefined : at + 1000 * Number(`0${fraction}`);
}

/** A smaller number is a quantity: as seconds it would be a day before March 1973. */
const firstMoment = 1e8;

/** Seconds until the year 5138, then milliseconds, microseconds, nanoseconds. */
function ofEpoch(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  const size = Math.abs(value);
  if (size < firstMoment) return undefined;
  if (size < 1e11) return value * 1000;
  if (size < 1e14) return value;
  return size < 1e17 ? value / 1e3 : value / 1e6;
}

const valid = (at: number): number | undefined => (Number.isNaN(at) ? undefined : at);
