import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimeWindow } from '../domain/route.ts';
import { compileTimeWindow } from './time-window.ts';

function inside(window: TimeWindow, iso: string): boolean {
  return compileTimeWindow(window)(Date.parse(iso));
}

test('from is inside, until is not', () => {
  const office = { from: '09:00', until: '17:00' };
  assert(!inside(office, '2025-11-14T08:59:59.999Z'));
  assert(inside(office, '2025-11-14T09:00:00Z'));
  assert(inside(office, '2025-11-14T16:59:59.999Z'));
  assert(!inside(office, '2025-11-14T17:00:00Z'));
});

test('a window over midnight belongs to the day on which it starts', () => {
  // 2025-11-14 is a Friday.
  const fridayNight = { from: '22:00', until: '06:00', days: ['fri'] };
  assert(!inside(fridayNight, '2025-11-14T05:59:00Z'));
  assert(!inside(fridayNight, '2025-11-14T21:59:00Z'));
  assert(inside(fridayNight, '2025-11-14T22:00:00Z'));
  assert(inside(fridayNight, '2025-11-15T00:00:00Z'));
  assert(inside(fridayNight, '2025-11-15T05:59:00Z'));
  assert(!inside(fridayNight, '2025-11-15T06:00:00Z'));
  assert(!inside(fridayNight, '2025-11-15T22:00:00Z'));
});

test('Sunday night runs into Monday', () => {
  const sundayNight = { from: '23:00', until: '01:00', days: ['sun'] };
  assert(inside(sundayNight, '2025-11-17T00:30:00Z'));
  assert(!inside(sundayNight, '2025-11-16T00:30:00Z'));
});

test('days and hours are those of the zone', () => {
  const monday = { from: '08:00', until: '10:00', timeZone: 'Asia/Tokyo', days: ['mon'] };
  assert(inside(monday, '2025-11-16T23:30:00Z'));
  assert(!inside(monday, '2025-11-17T08:30:00Z'));
});

test('summer time moves the window with the clock on the wall', () => {
  const morning = { from: '08:00', until: '09:00', timeZone: 'Europe/Berlin' };
  assert(inside(morning, '2025-03-29T07:30:00Z'));
  assert(inside(morning, '2025-03-30T06:30:00Z'));
  assert(!inside(morning, '2025-03-30T07:30:00Z'));
  const night = { from: '02:00', until: '03:00', timeZone: 'Europe/Berlin' };
  assert(!inside(night, '2025-03-30T00:59:00Z'));
  assert(!inside(night, '2025-03-30T01:00:00Z'));
  assert(inside(night, '2025-10-26T00:30:00Z'));
  assert(inside(night, '2025-10-26T01:30:00Z'));
});

test('equal ends are a whole day from there; 24:00 ends a day', () => {
  const day = { from: '06:00', until: '06:00', days: ['sat'] };
  assert(!inside(day, '2025-11-15T05:59:00Z'));
  assert(inside(day, '2025-11-15T06:00:00Z'));
  assert(inside(day, '2025-11-16T05:59:00Z'));
  assert(!inside(day, '2025-11-16T06:00:00Z'));
  const evening = { from: '18:00', until: '24:00', days: ['sat'] };
  assert(inside(evening, '2025-11-15T23:59:00Z'));
  assert(!inside(evening, '2025-11-16T00:00:00Z'));
});

test('what does not exist is refused', () => {
  const wrong: TimeWindow[] = [
    { from: '9:00', until: '17:00' },
    { from: '09:00', until: '25:00' },
    { from: '09:00', until: '17:60' },
    { from: '09:00', until: '17:00', timeZone: 'Mars/Olympus' },
    { from: '09:00', until: '17:00', days: ['friday'] },
  ];
  for (const window of wrong) assert.throws(() => compileTimeWindow(window), { code: 'invalid-configuration' });
});
