import type { Span } from './addresses.ts';
import { firstFrom, type Hit } from './hits.ts';
import { endsSentence, type Reading } from './reading.ts';
import { role } from './roles.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Civil time runs from 12 hours behind UTC to 14 before it (IANA time zone database). */
const mostBehind = 12 * hour;
const mostBefore = 14 * hour;
/** All but three small zones (Nepal, Eucla, Chatham) lie whole or half hours off UTC. */
const zoneStep = 30 * minute;
/** What remains of a code when it comes is more than this; less is the clocks' difference. */
const leastRemaining = minute;

/** More times than any text has are not looked at. */
const mostTimes = 8;
/** How far words stand from the time that they speak of, in folded units. */
const reachOfUntil = 20;
const reachOfLifetime = 48;
const directly = 12;

/** A time of day as written; of its hour nothing is needed. */
interface TimeOfDay extends Span {
  hours: number;
  minutes: number;
  seconds: number;
}

const written =
  /(?<![\d:+])(?<!\d[.,/-])(\d{1,2})(?:(?::|h)(\d\d)(?::(\d\d))?(?![\d:%])|h(?![a-z\d])|\.(\d\d)(?= ?(?:uhr|wib|wita|wit|val)\b)|(?= ?[ap]\.?m\b)| ?[時时點点시] ?(?:(\d{1,2}) ?[分분]|(半))?)/g;
const behindClockWord = /(?<=\b(?:kl|klo|kello|jam|pukul|ore|orele|alle|ura|ob|o)\.? )(\d{1,2})\.(\d\d)(?!\.?\d)/g;

/**
 * The seconds from `receivedAt` (milliseconds) to the time of day at which a text says that its code ends; null where it
 * says none. Nobody says in which zone the text's clock runs. But zones differ by whole or half hours, so that its minutes
 * are known but for the half hour, and of all that is possible the shortest is taken: right for every code that lives up
 * to half an hour, and never longer than the truth for any other, so that no code is handed on after its end. A time that
 * a date puts on a later day is taken as the earliest that it can be anywhere.
 */
export function findEnd(reading: Reading, receivedAt: number): number | null {
  for (const time of findTimes(reading)) {
    const dated = withDate(reading, time, new Date(receivedAt).getUTCFullYear());
    if (!isEnd(reading, dated)) continue;
    if (isOtherDay(reading, dated, receivedAt)) return null;
    return dated.date === null ? untilMinute(time, receivedAt) : untilDate(time, dated.date, receivedAt);
  }
  return null;
}

function findTimes({ folded: { text } }: Reading): TimeOfDay[] {
  const times: TimeOfDay[] = [];
  for (const pattern of [written, behindClockWord]) {
    for (const match of text.matchAll(pattern)) {
      if (times.length === mostTimes) return times;
      const [all, hours, minutes, seconds, dotted, asian, half] = match;
      const time = {
        start: match.index,
        end: match.index + all.length,
        hours: Number(hours),
        minutes: half === undefined ? Number(minutes ?? dotted ?? asian ?? 0) : 30,
        seconds: pattern === written ? Number(seconds ?? 0) : 0,
      };
      if (time.hours <= 24 && time.minutes < 60 && time.seconds < 60) times.push(time);
    }
  }
  return times;
}

interface DatedTime extends Span {
  /** Both ways to read the date, as days since the epoch. */
  date: readonly number[] | null;
}

/** The time with the date in digits that stands beside it: `23/11/2026 12:10`. */
function withDate({ folded: { text } }: Reading, { start, end }: TimeOfDay, thisYear: number): DatedTime {
  const before = text.slice(Math.max(0, start - 24), start);
  const ahead =
    /(?<!\d|\d[-/.])(\d{1,4})[-/.年月](\d{1,2})(?:[-/.月](\d{1,4}))?日?(?:[ ,、t]{1,3}(?:[\p{L}\p{M}]{1,5}\.? )?)?$/u.exec(
      before,
    );
  if (ahead !== null) return { start: start - ahead[0].length, end, date: readDate(ahead, thisYear) };
  const behind = /^[ ,、]{1,2}(?:[\p{L}\p{M}]{1,4} ){0,2}(\d{1,4})[-/.](\d{1,2})(?:[-/.](\d{1,4}))?(?!\d)/u.exec(
    text.slice(end, end + 28),
  );
  if (behind !== null) return { start, end: end + behind[0].length, date: readDate(behind, thisYear) };
  return { start, end, date: null };
}

function readDate([, first = '', second = '', third]: readonly string[], thisYear: number): number[] {
  const [a, b, c] = [Number(first), Number(second), Number(third ?? thisYear)];
  if (first.length === 4) return daysOf(a, b, c);
  const year = c < 100 ? 2000 + c : c;
  return [...daysOf(year, b, a), ...daysOf(year, a, b)];
}

function daysOf(year: number, month: number, dayOfMonth: number): number[] {
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) return [];
  return [Math.round(Date.UTC(year, month - 1, dayOfMonth) / 86_400_000)];
}

/** Whether the words around a time say that the code ends then. */
function isEnd({ folded, hits }: Reading, { start, end }: Span): boolean {
  const near = hitsAround(hits, start, end).filter((hit) => hit.role === role.lifetime || hit.role === role.until);
  const isBefore = (hit: Hit, reach: number) =>
    hit.end <= start && start - hit.end <= reach && !hasBreak(folded, hit.end, start);
  const isBehind = (hit: Hit, reach: number) =>
    hit.start >= end && hit.start - end <= reach && !hasBreak(folded, end, hit.start);
  const lifetimes = near.filter((hit) => hit.role === role.lifetime);
  if (lifetimes.some((hit) => isBefore(hit, directly))) return true;
  if (!lifetimes.some((hit) => isBefore(hit, reachOfLifetime) || isBehind(hit, reachOfLifetime))) return false;
  return near.some((hit) => hit.role === role.until && (isBefore(hit, reachOfUntil) || isBehind(hit, directly)));
}

/** `tomorrow`, or the name of a month with a day that is not today's anywhere. */
function isOtherDay({ folded, hits }: Reading, { start, end }: Span, receivedAt: number): boolean {
  for (const hit of hitsAround(hits, start, end)) {
    const isNear = hit.end > start - 24 && hit.start < end + 24 && !hasBreak(folded, Math.min(hit.end, start), start);
    if (!isNear || !(hit.start >= end || hit.end <= start)) continue;
    if (hit.role === role.laterDay) return true;
    if (hit.role === role.month && !isDayNear(folded.text, hit, receivedAt)) return true;
  }
  return false;
}

function isDayNear(text: string, month: Hit, receivedAt: number): boolean {
  const before = /(\d{1,2})\D{0,5}$/.exec(text.slice(Math.max(0, month.start - 8), month.start));
  const behind = /^\D{0,2}(\d{1,2})(?![\d:])/.exec(text.slice(month.end, month.end + 6));
  const found = Number(before?.[1] ?? behind?.[1] ?? Number.NaN);
  return [-mostBehind, mostBefore].some((shift) => new Date(receivedAt + shift * 1000).getUTCDate() === found);
}

function hitsAround(hits: readonly Hit[], start: number, end: number): readonly Hit[] {
  return hits.slice(firstFrom(hits, start - reachOfLifetime - 24), firstFrom(hits, end + reachOfLifetime + 1));
}

function hasBreak(folded: Reading['folded'], from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (endsSentence(folded, index)) return true;
  return false;
}

function untilMinute({ minutes, seconds }: TimeOfDay, receivedAt: number): number {
  const ahead = minutes * minute + seconds - Math.floor(receivedAt / 1000);
  const remaining = ((ahead % zoneStep) + zoneStep) % zoneStep;
  return remaining > leastRemaining ? remaining : remaining + zoneStep;
}

/** Null where the date is past in every zone, or in none as near as another reading of it. */
function untilDate(time: TimeOfDay, date: readonly number[], receivedAt: number): number | null {
  const clock = time.hours * hour + time.minutes * minute + time.seconds;
  const soonest = date
    .map((days) => days * day + clock - Math.floor(receivedAt / 1000))
    .filter((ahead) => ahead + mostBehind > leastRemaining)
    .sort((one, other) => one - other)[0];
  if (soonest === undefined) return null;
  return soonest - mostBefore > leastRemaining ? soonest - mostBefore : untilMinute(time, receivedAt);
}
