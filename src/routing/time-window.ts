import { KeypigeonError } from '../domain/errors.ts';
import type { TimeWindow } from '../domain/route.ts';

/** In the order of the week; `days` of a time window are these. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `HH:MM`; `24:00` is the end of a day. */
export const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;

interface LocalTime {
  /** 0: Monday. */
  weekday: number;
  minute: number;
}

/**
 * Makes the function that says whether a moment (milliseconds since the epoch) lies in the window, by the clock on the
 * wall in its zone. `from` later than `until` crosses midnight, and then the small hours belong to the day before;
 * `from` equal to `until` is a whole day from there. An hour that summer time skips never comes, one it repeats counts twice.
 *
 * @throws KeypigeonError `invalid-configuration` for a time, day or zone that does not exist
 */
export function compileTimeWindow(window: TimeWindow): (at: number) => boolean {
  const from = minuteOfDay(window.from);
  const until = minuteOfDay(window.until);
  const days = window.days === undefined ? null : new Set(window.days.map(dayNumber));
  const localTime = compileLocalTime(window.timeZone ?? 'UTC');
  const crosses = until <= from;
  const startsOn = (weekday: number) => days === null || days.has(weekday);
  return (at) => {
    const { weekday, minute } = localTime(at);
    const sinceStart = minute >= from && (crosses || minute < until);
    const sinceYesterday = crosses && minute < until;
    return (sinceStart && startsOn(weekday)) || (sinceYesterday && startsOn((weekday + 6) % 7));
  };
}

/** Is this an IANA time zone that this machine knows? */
export function isKnownTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function minuteOfDay(time: string): number {
  if (!timeOfDay.test(time)) throw refuse(`a time is written HH:MM, as in 22:00; this one is ${JSON.stringify(time)}`);
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function dayNumber(day: string): number {
  const index = weekdays.indexOf(day.toLowerCase() as (typeof weekdays)[number]);
  if (index < 0) throw refuse(`a day is one of ${weekdays.join(', ')}; this one is ${JSON.stringify(day)}`);
  return index;
}

function compileLocalTime(timeZone: string): (at: number) => LocalTime {
  if (!isKnownTimeZone(timeZone)) {
    throw refuse(`a time zone is an IANA name, as in Europe/Berlin; this one is ${JSON.stringify(timeZone)}`);
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
    const weekday = weekdays.indexOf((parts.weekday ?? '').toLowerCase() as (typeof weekdays)[number]);
    return { weekday, minute: Number(parts.hour) * 60 + Number(parts.minute) };
  };
}

function refuse(why: string): KeypigeonError {
  return new KeypigeonError('invalid-configuration', `This is not a time window: ${why}`);
}
