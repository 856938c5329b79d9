import type { OctetReader } from './octet-reader.ts';
import type { Submit } from './pdu.ts';
import { readTimestamp, swappedNumber } from './timestamp.ts';

const hour = 60;
const day = 24 * hour;
const week = 7 * day;

/** TP-VP by its format, bits 4 and 3 of the first octet (3GPP TS 23.040 §9.2.3.12). */
export function readValidity(reader: OctetReader, format: number): Submit['validity'] {
  const what = 'the validity period';
  if (format === 2) return { minutes: relativeMinutes(reader.octet(what)) };
  if (format === 3) return { until: readTimestamp(reader.take(7, what)).at };
  return format === 1 ? enhanced(reader.take(7, what)) : null;
}

/** The shortest period that is at least so long; 63 weeks at most. */
export function encodeRelativeValidity(minutes: number): number {
  for (let octet = 0; octet < 255; octet += 1) if (relativeMinutes(octet) >= minutes) return octet;
  return 255;
}

/** §9.2.3.12.1 */
function relativeMinutes(octet: number): number {
  if (octet <= 143) return (octet + 1) * 5;
  if (octet <= 167) return 12 * hour + (octet - 143) * 30;
  if (octet <= 196) return (octet - 166) * day;
  return (octet - 192) * week;
}

/** §9.2.3.12.3: the low three bits say what follows. */
function enhanced([kind = 0, first = 0, second = 0, third = 0]: Uint8Array): Submit['validity'] {
  if ((kind & 7) === 1) return { minutes: relativeMinutes(first) };
  if ((kind & 7) === 2) return { minutes: first / 60 };
  if ((kind & 7) !== 3) return null;
  const [hours, minutes, seconds] = [swappedNumber(first), swappedNumber(second), swappedNumber(third)];
  if (hours === null || minutes === null || seconds === null) return null;
  return { minutes: hours * hour + minutes + seconds / 60 };
}
