/** Formats of dates and times that are texts. */

type Find = (text: string) => readonly string[];

const year = '(?:1[0-9]|20|21)\\d\\d';
const month = '(?:0[1-9]|1[0-2])';
const day = '(?:0[1-9]|[12]\\d|3[01])';
const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const rfc3339 = new RegExp(
  `^${year}-${month}-${day}(?:([Tt ])${clock}(:(?:[0-5]\\d|60)(?:[.,](\\d+))?)?(Z|z|[+-]\\d\\d(:?)\\d\\d|[+-]\\d\\d| UTC| GMT)?)?$`,
);
const yearFirst = new RegExp(`^${year}([/.])${month}\\1${day}(?:[ T,]+${clock}.*)?$`);
const yearLast = new RegExp(`^(\\d{1,2})([./-])(\\d{1,2})\\2${year}(?:,?[ T]${clock}.{0,20})?$`);
const time = new RegExp(`^${clock}(:[0-5]\\d(?:\\.\\d+)?)?$`);
const months = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const namedMonth = new RegExp(`^\\d{1,2}([- ])${months}[a-z]*\\.?\\1${year}(?: ${clock}.{0,20})?$`, 'i');
const monthFirst = new RegExp(`^${months}[a-z]*\\.? \\d{1,2}(?:st|nd|rd|th)?,? ${year}(?:,? .{0,20})?$`, 'i');
const days = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const clockSeconds = `${clock}:(?:[0-5]\\d|60)`;
/** RFC 9110 section 5.6.7: IMF-fixdate and the two obsolete forms. */
const imf = new RegExp(`^${days}, ${day} ${months} \\d{4} ${clockSeconds} GMT$`);
const rfc850 = new RegExp(`^${days}[a-z]+, ${day}-${months}-\\d\\d ${clockSeconds} GMT$`);
const asctime = new RegExp(`^${days} ${months} [ \\d]\\d ${clockSeconds} \\d{4}$`);
/** RFC 5322 section 3.3, as in mail. */
const mail = new RegExp(`^(?:${days}, )?\\d{1,2} ${months} \\d{4} ${clock}(?::\\d\\d)? (?:[+-]\\d{4}|UTC|GMT|Z)$`);
const duration = /^P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

/** The formats that a text may be in as a date, by its first character; empty when it is none. */
export const dateFormats: Readonly<Record<'digit' | 'letter', Find>> = {
  digit: (text) => {
    if (text.length < 5 || text.length > 60) return [];
    const match = rfc3339.exec(text);
    if (match !== null) return [match[1] === undefined ? 'date' : dateTime(match)];
    if (time.test(text)) return ['time'];
    const first = yearFirst.exec(text);
    if (first !== null) return [withTime(`yyyy${first[1]}mm${first[1]}dd`, text)];
    const last = yearLast.exec(text);
    if (last !== null) return dayAndMonth(last).map((format) => withTime(format, text));
    if (mail.test(text)) return ['RFC 5322 date'];
    const named = namedMonth.exec(text);
    return named === null ? [] : [withTime(`dd${named[1]}Mon${named[1]}yyyy`, text)];
  },
  letter: (text) => {
    if (text.length < 3 || text.length > 60) return [];
    if (imf.test(text)) return ['RFC 9110 date'];
    if (mail.test(text)) return ['RFC 5322 date'];
    if (rfc850.test(text)) return ['RFC 850 date'];
    if (asctime.test(text)) return ['asctime date'];
    if (monthFirst.test(text)) return [withTime('Mon dd, yyyy', text)];
    return duration.test(text) ? ['duration'] : [];
  },
};

/**
 * Precision in steps of three digits: writers that leave out zeros at the end, or write as many groups of three as the
 * moment needs, stay within one step nearly always. The offset's size is data, the way it is written is not.
 */
function dateTime([, separator, seconds, fraction, zone, colon]: RegExpExecArray): string {
  const steps = ['milliseconds', 'microseconds', 'nanoseconds'];
  const precision =
    fraction === undefined ? (seconds ? 'seconds' : 'minutes') : steps[Math.ceil(fraction.length / 3) - 1];
  const kind = separator === ' ' ? 'date and time' : 'date-time';
  return `${kind} in ${precision ?? 'nanoseconds'}, ${zoneStyle(zone, colon)}`;
}

function zoneStyle(zone: string | undefined, colon: string | undefined): string {
  if (zone === undefined) return 'no zone';
  if (/^[ZzUG ]/.test(zone)) return zone.trim();
  return colon === ':' ? '+00:00' : zone.length > 3 ? '+0000' : '+00';
}

const withTime = (format: string, text: string): string => (text.includes(':') ? `${format} and time` : format);

/** Which number is the day shows only from 13 on, and whether zeros are written only below 10. */
function dayAndMonth([, first = '', separator = '', second = '']: RegExpExecArray): readonly string[] {
  const padded = first.length === 2 && second.length === 2;
  const bare = !first.startsWith('0') && !second.startsWith('0');
  const orders: string[] = [];
  const add = (one: string, two: string) => {
    if (padded) orders.push(`${one}${one}${separator}${two}${two}${separator}yyyy`);
    if (bare) orders.push(`${one}${separator}${two}${separator}yyyy`);
  };
  const most = (number: string, limit: number) => Number(number) >= 1 && Number(number) <= limit;
  // With dots nobody puts the month first.
  if (most(first, 31) && most(second, 12)) add('d', 'm');
  if (separator !== '.' && most(first, 12) && most(second, 31)) add('m', 'd');
  return orders;
}
