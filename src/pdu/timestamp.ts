import type { Timestamp } from './pdu.ts';

const minuteMs = 60_000;
/** The farthest zones are 14 hours from UTC. */
const farthestMinutes = 14 * 60;

/** Seven octets of swapped digits: year, month, day, hour, minute, second, zone (3GPP TS 23.040 §9.2.3.11). */
export function readTimestamp(octets: Uint8Array): Timestamp {
  const zoneMinutes = zoneOf(octets[6] ?? 0xff);
  const wall = wallClock(Array.from(octets.subarray(0, 6), swappedNumber));
  if (wall === null) return { at: null, local: null, zoneMinutes: null };
  return {
    at: zoneMinutes === null ? null : wall - zoneMinutes * minuteMs,
    local: new Date(wall).toISOString().slice(0, 19).replace('T', ' '),
    zoneMinutes,
  };
}

/** `zoneMinutes` in steps of 15; years 1991 to 2090. */
export function encodeTimestamp(at: number, zoneMinutes: number): number[] {
  const wall = new Date(at + zoneMinutes * minuteMs);
  const quarters = Math.round(Math.abs(zoneMinutes) / 15);
  return [
    ...[wall.getUTCFullYear() % 100, wall.getUTCMonth() + 1, wall.getUTCDate()].map(swappedOctet),
    ...[wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()].map(swappedOctet),
    swappedOctet(quarters) | (zoneMinutes < 0 ? 8 : 0),
  ];
}

/** Quarters of an hour; bit 3 of the octet as it came is the sign. */
function zoneOf(octet: number): number | null {
  const quarters = swappedNumber(octet & 0xf7);
  if (quarters === null || quarters * 15 > farthestMinutes) return null;
  return (octet & 8) === 0 || quarters === 0 ? quarters * 15 : quarters * -15;
}

/** Milliseconds as if the wall clock were UTC; null for a date that cannot be. */
function wallClock(fields: (number | null)[]): number | null {
  const [year, month, day, hour, minute, second] = fields.map((field) => field ?? -1);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  if (fields.includes(null) || hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(Date.UTC(year > 90 ? 1900 + year : 2000 + year, month - 1, day, hour, minute, second));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

/** Tens in the low half; null when either half is no digit. */
export function swappedNumber(octet: number): number | null {
  const [tens, units] = [octet & 15, octet >> 4];
  return tens > 9 || units > 9 ? null : tens * 10 + units;
}

function swappedOctet(number: number): number {
  return Math.floor(number / 10) | ((number % 10) << 4);
}
