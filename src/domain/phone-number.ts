import { createRequire } from 'node:module';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/max';
import { KeypigeonError } from './errors.ts';
import { plainDigits } from './typed.ts';

// The CommonJS build is one pass over fewer files: 28 ms instead of 53 ms for the module build (compile cache warm),
// and it is loaded at the first number only. `max` and not `min`: only it knows every region's lengths by type.
const require = createRequire(import.meta.url);
let library: typeof import('libphonenumber-js/max') | undefined;

/** What a written phone number may consist of. */
const numberShape = /^\+?[\d\s().\-/\u2010-\u2015]+$/;
/** Mexican mobile numbers had a 1 behind the country code until 2019, and many lists still have it. */
const oldMexican = /^\+\D*52\D*1(?=(?:\D*\d){10}$)/;
/** Short codes have at most six digits (CTIA Short Code Handbook: 5 or 6; 3 to 6 elsewhere). */
const longestShortCode = 6;
/** An address longer than a mailbox may be is not parsed (RFC 5321 §4.5.3.1.3: 256 octets). */
const longestParsed = 256;

/**
 * One written form for each address, so that the same sender compares equal everywhere: phone numbers become E.164,
 * short codes, alphanumeric IDs and e-mail addresses stay as written but trimmed.
 *
 * @param raw as the network or a person wrote it
 * @param defaultRegion ISO 3166 region by which national numbers are read, e.g. `US`; without it they stay as written
 */
export function normalizeAddress(raw: string, defaultRegion?: string): string {
  const trimmed = raw.trim();
  return findNumber(trimmed, defaultRegion) ?? trimmed;
}

/**
 * A phone number in E.164.
 *
 * @throws KeypigeonError `invalid-request` when `raw` is not a phone number; the line does not repeat it
 */
export function toE164(raw: string, defaultRegion?: string): string {
  const number = findNumber(raw.trim(), defaultRegion);
  if (number !== undefined) return number;
  const expected =
    defaultRegion === undefined
      ? 'expected + and the country code, as in +15550100001 (national numbers need defaultRegion)'
      : `expected + and the country code, as in +15550100001, or a national number of ${defaultRegion}`;
  throw new KeypigeonError('invalid-request', `This is not a phone number: ${expected}`);
}

/** Does a call or text to this number (E.164) cost extra by its country's numbering plan, as far as libphonenumber knows? */
export function isPremiumRate(number: string): boolean {
  const known = premium.get(number);
  if (known !== undefined) return known;
  const costsExtra = loadLibrary().parsePhoneNumberFromString(number)?.getType() === 'PREMIUM_RATE';
  remember(premium, number, costsExtra);
  return costsExtra;
}

/** What is known of a number by its country's numbering plan. */
export interface KnownNumber {
  /** E.164. */
  number: string;
  /** ISO 3166; null: of no country, or not a number that is given out. */
  region: string | null;
  /** As libphonenumber names it: `MOBILE`, `FIXED_LINE`, …; null: not known. */
  type: string | null;
}

/** Reads a number that somebody typed; undefined: this is none. */
export function readNumber(raw: string, defaultRegion?: string): KnownNumber | undefined {
  const key = `${defaultRegion ?? ''} ${raw}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const parsed = parseNumber(raw.trim(), defaultRegion);
  if (parsed === undefined) return undefined;
  const found = { number: parsed.number, region: parsed.country ?? null, type: parsed.getType() ?? null };
  remember(known, key, found);
  return found;
}

/** One form for numbers that reach the same phone: what networks added to or dropped from numbers of MX, AR and BR. */
export function foldNumber(number: string): string {
  if (!/^\+5[245]/.test(number)) return number;
  return number
    .replace(/^\+521(\d{10})$/, '+52$1')
    .replace(/^\+549(\d{10})$/, '+54$1')
    .replace(/^\+55(\d\d)9(\d{8})$/, '+55$1$2');
}

/** Is this as short as only numbers of one network or country are, such as 12345 or 112? */
export function isShortCode(raw: string): boolean {
  const trimmed = raw.trim();
  return !trimmed.startsWith('+') && /^\p{Nd}+$/u.test(trimmed) && trimmed.length <= longestShortCode;
}

/** Is this one of the regions (ISO 3166 code in capitals) that national numbers can be read by? */
export function isKnownRegion(region: string): boolean {
  return loadLibrary().isSupportedCountry(region);
}

/** Numbers that were read lately: a hub meets the same few all day, and reading one costs 60 µs. */
const recent = new Map<string, string | undefined>();
const premium = new Map<string, boolean>();
const known = new Map<string, KnownNumber>();
const recentLimit = 1_000;

function findNumber(trimmed: string, defaultRegion: string | undefined): string | undefined {
  const key = `${defaultRegion ?? ''} ${trimmed}`;
  if (recent.has(key)) return recent.get(key);
  const number = parseNumber(trimmed, defaultRegion)?.number;
  if (trimmed.length <= longestParsed) remember(recent, key, number);
  return number;
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  if (known.size >= recentLimit) known.clear();
  known.set(key, value);
}

function parseNumber(raw: string, defaultRegion: string | undefined): PhoneNumber | undefined {
  const written = raw.length > longestParsed ? '' : plainDigits(raw).trim();
  if (!numberShape.test(written)) return undefined;
  const international = written.startsWith('+');
  const digits = written.replace(/\D/g, '').length;
  if (!international && (defaultRegion === undefined || digits <= longestShortCode)) return undefined;
  const parsed = loadLibrary().parsePhoneNumberFromString(written.replace(oldMexican, '+52'), {
    extract: false,
    ...(defaultRegion === undefined ? {} : { defaultCountry: defaultRegion as CountryCode }),
  });
  // `possible`, not `valid`: numbering plans change faster than releases, and a text from a new range must compare too.
  return parsed?.isPossible() ? parsed : undefined;
}

function loadLibrary(): typeof import('libphonenumber-js/max') {
  library ??= require('libphonenumber-js/max') as typeof import('libphonenumber-js/max');
  return library;
}
