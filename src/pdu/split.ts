import { septetsOf } from './gsm7-text.ts';
import type { Shift } from './pdu.ts';
import { PduError } from './pdu-error.ts';
import { capacity, headerSeptets } from './user-data.ts';

/** A text cut into what single messages take. */
export interface SplitText {
  alphabet: 'gsm7' | 'ucs2';
  /** Septets, one in each octet, or octets of UTF-16. */
  bodies: Uint8Array[];
  /** What one message takes, in septets or octets. */
  room: number;
}

export interface SplitOptions {
  /** Chosen by the text when left out. */
  alphabet?: 'gsm7' | 'ucs2' | undefined;
  shift: Shift;
  /** Octets of the header when the text fits in one message, and of that which numbers the parts. */
  headerSize: { single: number; part: number };
}

/** A part is counted in one octet (3GPP TS 23.040 §9.2.3.24.1). */
const mostParts = 255;

/**
 * GSM 7-bit where it has every character, else UTF-16. No cut goes through an escape and its character, a surrogate
 * pair, or what the reader sees as one character. Throws a PduError for more than 255 parts and for an `alphabet` that
 * lacks a character.
 */
export function splitText(text: string, options: SplitOptions): SplitText {
  const wellFormed = text.toWellFormed();
  const septets = options.alphabet === 'ucs2' ? null : septetUnits(wellFormed, options.shift);
  if (septets === null && options.alphabet === 'gsm7')
    throw new PduError('The text has characters that GSM 7-bit lacks');
  const alphabet = septets === null ? 'ucs2' : 'gsm7';
  const units = septets ?? graphemeUnits(wellFormed, roomFor(alphabet, options.headerSize.part));
  const bodies = fill(units, roomFor(alphabet, options.headerSize.single), roomFor(alphabet, options.headerSize.part));
  if (bodies.length > mostParts)
    throw new PduError(`The text takes ${bodies.length} parts: ${mostParts} at most can be sent`);
  return {
    alphabet,
    bodies,
    room: roomFor(alphabet, bodies.length === 1 ? options.headerSize.single : options.headerSize.part),
  };
}

function roomFor(alphabet: 'gsm7' | 'ucs2', headerSize: number): number {
  if (alphabet === 'gsm7') return capacity.septets - headerSeptets(headerSize);
  return Math.floor((capacity.octets - headerSize) / 2) * 2;
}

/** What must stay together; null when a character is lacking. */
function septetUnits(text: string, shift: Shift): (readonly number[])[] | null {
  const units: (readonly number[])[] = [];
  for (const character of text) {
    const septets = septetsOf(character, shift);
    if (septets === undefined) return null;
    units.push(septets);
  }
  return units;
}

function graphemeUnits(text: string, room: number): number[][] {
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text);
  return Array.from(graphemes).flatMap(({ segment }) =>
    segment.length * 2 <= room ? [utf16Octets(segment)] : Array.from(segment, utf16Octets),
  );
}

function utf16Octets(text: string): number[] {
  return text.split('').flatMap((unit) => [unit.charCodeAt(0) >> 8, unit.charCodeAt(0) & 0xff]);
}

function fill(units: (readonly number[])[], single: number, part: number): Uint8Array[] {
  const total = units.reduce((sum, unit) => sum + unit.length, 0);
  if (total <= single) return [Uint8Array.from(units.flat())];
  const bodies: number[][] = [[]];
  for (const unit of units) {
    const last = bodies.at(-1);
    if (last !== undefined && last.length + unit.length <= part) last.push(...unit);
    else bodies.push([...unit]);
  }
  return bodies.map((body) => Uint8Array.from(body));
}
