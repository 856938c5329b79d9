import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from '../support/random.ts';

/** RFC 4648 §6, without what is taken for a digit of a code: four letters or digits between dashes. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const namedLetters = 10;
const sealedLetters = 10;
const shape = /\b([A-Z2-7]{5})-([A-Z2-7]{5})-([A-Z2-7]{5})-([A-Z2-7]{5})\b/;

/** A new name of a test text: 50 random bits. */
export function newCanaryName(random: RandomBytes): string {
  return lettersOf(random(namedLetters), namedLetters);
}

/**
 * The words of a test text. They speak of no code and hold no link, which carriers filter; the name is sealed by a MAC, so
 * that nobody else can make a text that the hub takes for its own.
 */
export function canaryText(key: KeyObject, name: string): string {
  const letters = name + sealOf(key, name);
  const groups = letters.match(/.{5}/g) ?? [];
  return `Keypigeon line test ${groups.join('-')}. Nothing to do.`;
}

/** The name in a test text of this hub; undefined: it is another text. Carriers may put words around it. */
export function readCanaryText(key: KeyObject, text: string): string | undefined {
  const groups = shape.exec(text)?.slice(1);
  if (groups === undefined) return undefined;
  const letters = groups.join('');
  const name = letters.slice(0, namedLetters);
  const [given, right] = [letters.slice(namedLetters), sealOf(key, name)].map((one) => Buffer.from(one));
  return given !== undefined && right !== undefined && timingSafeEqual(given, right) ? name : undefined;
}

function sealOf(key: KeyObject, name: string): string {
  return lettersOf(createHmac('sha256', key).update(name).digest(), sealedLetters);
}

/** Five bits of each octet. */
function lettersOf(octets: Uint8Array, count: number): string {
  return Array.from(octets.subarray(0, count), (octet) => alphabet[octet & 31] ?? '').join('');
}
