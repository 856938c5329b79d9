import { TwilioError } from './errors.ts';
import { given, type Parameters } from './parameters.ts';

const dayMs = 24 * 3_600_000;

/**
 * Reads `DateSent`, `DateSent>` and `DateSent<`: days or times in UTC, each including itself. `DateSent` is the whole day,
 * also where a time is given. Throws TwilioError 20422.
 *
 * @returns milliseconds since the epoch, both inclusive
 */
export function readSentDates(query: Parameters): { sentFrom?: number; sentUntil?: number } {
  const [on, after, before] = ['DateSent', 'DateSent>', 'DateSent<'].map((name) => readDate(query, name));
  const starts = [on?.day, after?.at].filter((time) => time !== undefined);
  const ends = [on === undefined ? undefined : on.day + dayMs - 1, before?.end].filter((time) => time !== undefined);
  return {
    ...(starts.length === 0 ? {} : { sentFrom: Math.max(...starts) }),
    ...(ends.length === 0 ? {} : { sentUntil: Math.min(...ends) }),
  };
}

interface Moment {
  /** The day begins here. */
  day: number;
  at: number;
  /** Its last millisecond: of the day, or of the second. */
  end: number;
}

function readDate(query: Parameters, name: string): Moment | undefined {
  const value = given(query, name);
  if (value === undefined) return undefined;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  // A plus sign that was not escaped has become a blank.
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+ -]\d{2}:\d{2})?$/.test(value);
  const zoned = isDay || /(?:Z|[+ -]\d{2}:\d{2})$/.test(value.slice(10)) ? value : `${value}Z`;
  const at = isDay || isTime ? Date.parse(zoned.replace(' ', '+')) : Number.NaN;
  if (Number.isNaN(at)) throw new TwilioError('20422', `${name}: expected a day or time as 2026-11-22T12:00:00Z`);
  const day = Math.floor(at / dayMs) * dayMs;
  return { day, at, end: isDay ? day + dayMs - 1 : at + 999 };
}
