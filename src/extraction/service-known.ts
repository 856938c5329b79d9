import { firstFrom, type Hit } from './hits.ts';
import { type KnownService, spellings, squeeze } from './known-services.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';
import { vocabulary } from './vocabulary.ts';

/** A known name in a text, and how surely its place makes it the sender's. */
export interface KnownName {
  shown: string;
  isSender: boolean;
  /** It may be a shop's that is paid: money is spoken of, and it is no bank's. */
  isPaid: boolean;
}

/** The service that is spelled so, with or without spaces and hyphens. */
export function knownBySpelling(name: string): KnownService | undefined {
  return vocabulary().services.bySpelling(name);
}

/** Is this a name of the table, and so surely no words of a private text? */
export function isKnownService(name: string): boolean {
  return knownBySpelling(name)?.name === name;
}

/** `www.accounts.google.com` is Google's by `google.com`. */
export function knownByDomain(domain: string): string | null {
  const labels = domain.split('.');
  for (let skip = 0; skip < labels.length - 1; skip += 1) {
    const known = vocabulary().services.byDomain(labels.slice(skip).join('.'));
    if (known !== undefined) return known.name;
  }
  return null;
}

/** The name as this text writes it in its own script; null where it has it in Latin letters or not at all. */
export function nativeSpelling(name: string, { folded, hits }: Reading): string | null {
  for (const hit of hits) {
    if (hit.role !== role.service || vocabulary().services.at(hit.value)?.name !== name) continue;
    if (folded.places[hit.start] !== place.latin)
      return folded.original.slice(folded.origins[hit.start], folded.origins[hit.end]);
  }
  return null;
}

/** More names than any text has are not looked at. */
const mostNames = 24;

/**
 * The known name that the text most likely comes from: at its end or its beginning, a bank's before a shop's where money is
 * spoken of, else the first.
 */
export function findKnown(reading: Reading, isAboutAccount: boolean): KnownName | null {
  const { folded, hits, addresses } = reading;
  let best: KnownName | null = null;
  let most = -1;
  let looked = 0;
  let isMoney: boolean | null = null;
  for (const hit of hits) {
    if (hit.role !== role.service || hit.end - hit.start < 2) continue;
    looked += 1;
    if (looked > mostNames) break;
    if (addresses.some((address) => hit.start >= address.start && hit.end <= address.end)) continue;
    const service = vocabulary().services.at(hit.value);
    if (service === undefined || isInside(reading, hit)) continue;
    const edge = edgeOf(reading, hit);
    if (!isWrittenAsName(reading, hit, service, isAboutAccount, edge)) continue;
    isMoney ??= hits.some((one) => one.role === role.transaction || one.role === role.currency);
    const isBank =
      service.isBank || /bank/i.test(service.name) || bankWord.test(folded.text.slice(hit.end, hit.end + 8));
    const points = (edge === 0 ? 0 : edge === endOfText ? 4 : 3) + (isBank ? (isMoney ? 5 : 1) : 0);
    if (points <= most) continue;
    most = points;
    const written = folded.original.slice(folded.origins[hit.start], folded.origins[hit.end]);
    best = {
      shown: shown(service, withCompanion(reading, hit) ?? written),
      isSender: points >= 3,
      isPaid: isMoney && !isBank,
    };
  }
  return best;
}

/**
 * The table's spelling. Where the text writes in another script its readers know the name as it stands there, and what is
 * neither a part nor an abbreviation of the name, as `Livin`, stays as it is written.
 */
export function shown({ name, renames }: KnownService, written: string): string {
  if (!latin.test(written)) {
    const isCased = /[\p{Lu}\p{Ll}]/u.test(written) && !latin.test(name);
    return isCased && squeeze(name) === squeeze(written) ? name : written;
  }
  if (!latin.test(name)) return written;
  const [known, found] = [squeeze(name), squeeze(written)];
  if (knownBySpelling(written) === undefined) return written;
  const isName = renames || known.includes(found) || found.includes(known);
  return isName || isShortFor(written, name) || isShortFor(name, written) ? name : written;
}

/** `PNB` is Punjab National Bank: the first letters of all words, or of the long ones. */
function isShortFor(short: string, long: string): boolean {
  const words = long.toLowerCase().split(/[\s-]+/);
  if (words.length < 2 || short.length < 2) return false;
  const initials = (all: readonly string[]) => all.map((word) => word.charAt(0)).join('');
  const wanted = short.toLowerCase();
  return wanted === initials(words) || wanted === initials(words.filter((word) => !small.has(word)));
}

const small = new Set(['of', 'the', 'and', '&', 'de', 'del', 'la', 'do', 'di']);

/** Words that make a longer name of another: `Martı Kargo` is not Martı. */
const companion =
  /^ (?:kargo|cargo|kurye|express|pay|logistics|store|market|shop|air|airlines|insurance|sigorta|cash|money|wallet|prime|plus|pro|go|eats|business|academy|clinic|pharmacy|hotel|hotels|finance|capital|securities|energy|cafe|pizza|taxi)\b/;

function withCompanion({ folded }: Reading, { start, end }: Hit): string | null {
  if (folded.places[start] !== place.latin) return null;
  const next = folded.original.charAt(folded.origins[end + 1] ?? 0);
  const word = /\p{Lu}/u.test(next) ? companion.exec(folded.text.slice(end, end + 14))?.[0] : undefined;
  return word === undefined ? null : folded.original.slice(folded.origins[start], folded.origins[end + word.length]);
}

const latin = /^[^\p{L}]*(?:[\p{Script=Latin}]|\d+$)/u;
/** Behind a bank's name. */
const bankWord = /^ (?:bank|card|debit|credit|karte|kart\b|bnk)/;

const beginningOfText = 1;
const endOfText = 2;

/** Whether a name stands alone at the beginning of the text, or at its end as a signature does. */
function edgeOf({ folded }: Reading, { start, end }: Hit): number {
  const { text } = folded;
  if (start < 12 && /^[^\p{L}\p{N}]*$/u.test(text.slice(0, start))) return beginningOfText;
  if (text.length - end > 8 || !/^(?:[\s.!\])>]*| b\d{3})$/.test(text.slice(end))) return 0;
  return /(?:[.!?:;\n)\d、-]|\p{Lo})\s*$/u.test(text.slice(Math.max(0, start - 3), start)) ? endOfText : 0;
}

/** `m:tel` holds no `tel`, `e-bay` no `bay`: part of a longer name. */
function isInside({ folded }: Reading, { start, end }: Hit): boolean {
  const { units, places } = folded;
  const isLetter = (index: number) => (places[index] ?? 0) >= place.digit;
  const isTie = (index: number) => units[index] === 46 || units[index] === 64 || units[index] === 95;
  return (isTie(start - 1) && isLetter(start - 2)) || (isTie(end) && isLetter(end + 1));
}

/**
 * Capitals make a name. A short name is written just as it is known; an ordinary word counts with a capital inside a
 * sentence, and only where the text is about an account.
 */
function isWrittenAsName(
  reading: Reading,
  hit: Hit,
  service: KnownService,
  isAboutAccount: boolean,
  edge: number,
): boolean {
  const { folded } = reading;
  const key = folded.text.slice(hit.start, hit.end);
  // A phrase's letters are found with spaces between them, too: `en el` is not Enel.
  if (/[\s-]/.test(key) && !isSpelledApart(service, squeeze(key))) return false;
  const isOrdinary = service.ordinary.some((one) => squeeze(one) === squeeze(key));
  const length = hit.end - hit.start;
  if (folded.places[hit.start] !== place.latin)
    return !isOrdinary && (length > 2 || folded.places[hit.start] === place.spaceless);
  const written = folded.original.slice(folded.origins[hit.start], folded.origins[hit.end]);
  if (length <= 3 || isOrdinary) {
    if (!isAboutAccount) return !isOrdinary && length === 3 && written === service.name;
    if (edge === endOfText && /\p{Lu}/u.test(written)) return true;
    if (isSuffixed(folded.text, hit.end)) return true;
    if (/^\p{Lu}/u.test(written) && (namesCode(reading, hit) || isAmongOthers(folded.places, hit))) return true;
    if (length <= 3)
      return length === 3 && !isOrdinary && written === written.toUpperCase() && isWrittenAlone(reading, hit);
    return /^\p{Lu}/u.test(written) && !beginsSentence(folded.text, hit.start) && /\p{Ll}/u.test(folded.original);
  }
  if (/\p{Lu}/u.test(written) || written === service.name) return true;
  return isAboutAccount && (edge !== 0 || length >= 5 || isSuffixed(folded.text, hit.end));
}

/** Whether one of its spellings with a space or a hyphen is this. */
function isSpelledApart(service: KnownService, key: string): boolean {
  return spellings(service).some((each) => /[\s\-ー‐–]/.test(each) && squeeze(each) === key);
}

/** `getir'e`, `ebay-də`: only a name takes its ending so. */
function isSuffixed(text: string, end: number): boolean {
  return /^'\p{L}{1,5}(?![\p{L}\p{N}])/u.test(text.slice(end, end + 8));
}

/** `Signal code`, `LINE verification code`. */
function namesCode({ hits }: Reading, { end }: Hit): boolean {
  for (let at = firstFrom(hits, end); at < hits.length && (hits[at]?.start ?? 0) <= end + 1; at += 1) {
    if (hits[at]?.role === role.code || hits[at]?.role === role.weakCode) return true;
  }
  return false;
}

/** In a text of another script even an ordinary word of Latin letters is a name. */
function isAmongOthers(places: Uint8Array, { start, end }: Hit): boolean {
  const isOther = (index: number) => (places[index] ?? 0) > place.latin;
  return isOther(start - 1) || isOther(end) || (isOther(start - 2) && isOther(end + 1));
}

/** `Ref: ACB-771` holds no bank, and neither does a shouted word. */
function isWrittenAlone({ folded }: Reading, { start, end }: Hit): boolean {
  const { text, original, origins } = folded;
  if (/[\p{N}/_-]$/u.test(text.slice(Math.max(0, start - 1), start)) || /^[-/_]?\p{N}/u.test(text.slice(end, end + 2)))
    return false;
  const before = original.slice(origins[Math.max(0, start - 4)], origins[start]);
  return !/\p{Lu}{2} $/u.test(before) && !/^ \p{Lu}{2}/u.test(original.slice(origins[end], (origins[end] ?? 0) + 3));
}

function beginsSentence(text: string, start: number): boolean {
  return /(?:^|[.!?:;\n"()*-])\s*$/.test(text.slice(Math.max(0, start - 3), start));
}
