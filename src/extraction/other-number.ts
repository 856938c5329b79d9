import type { Candidate } from './candidates.ts';
import { linked } from './connection.ts';
import { endingAt, firstFrom, type Hit, startingAt } from './hits.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { kindOrder, role } from './roles.ts';
import type { Scoring } from './scoring.ts';

const pickUp = kindOrder.indexOf('pick-up-code');

/** So many units before a number, a code word may own it. */
const longestClause = 64;

/** A number behind `order`, `card ending in`, `call` and the like. */
export function otherNumber(
  candidate: Candidate,
  { reading, words, anyStrong, candidates, purposes }: Scoring,
): number {
  if (isPostal(candidate, reading, anyStrong) || isRange(candidate, reading)) return -6;
  const word = otherNumberBefore(candidate, reading);
  if (word === null || (words.length > 0 && namesService(word, reading))) return 0;
  // `verification code for the phone number: 481920`
  const { units } = reading.folded;
  const isNamed = units[candidate.start - 1] === 58 || units[candidate.start - 2] === 58;
  if (anyStrong && isNamed && candidates.length === 1) return -2;
  const isSpaceless = reading.folded.places[word.start] === place.spaceless;
  if (words.length === 0 && word.end - word.start <= (isSpaceless ? 1 : 2) && !word.isInternational) return 0;
  // `hejmara 48192 binivîse`: the verb stands last.
  if (purposes.length > 0 && candidates.length === 1 && isToldBehind(candidate, reading)) return 0;
  // Words like `to` and `in` say less than `order`.
  return word.end - word.start <= 3 && !word.isInternational && anyStrong ? -3 : -6;
}

/** Words of an Indian address. */
const ofAddress =
  /\b(?:sector|sec|road|rd|nagar|flat|h ?no|h\.? ?no|house no|plot|lane|colony|village|vill|dist|district|tehsil|taluk|opp|block|phase|apartment|apartments|society|chowk|bazar|bazaar|marg|layout|pradesh|haryana|delhi|mumbai|gurgaon|gurugram|noida|bengaluru|bangalore|hyderabad|chennai|kolkata|pune|jaipur|lucknow|ahmedabad|indore|bhopal|patna|surat|maharashtra|karnataka|kerala|gujarat|rajasthan|bihar|punjab|telangana|assam|odisha|goa|uttarakhand|tamil nadu|west bengal|serviceable|pincodes?)\b|पता|सेक्टर|रोड|नगर|जिला/;

/** `Sector 21, pin 122016`: an Indian postal code has six digits, the first no zero, and is called PIN. */
function isPostal({ start, value, form }: Candidate, { folded, hits }: Reading, anyStrong: boolean): boolean {
  if ((form !== 'digits' && form !== 'split') || !/^[1-9]\d{5}$/.test(value) || anyStrong) return false;
  const word = /(?:^|[^a-z])(pin|pin ?code|पिन|पिन ?कोड)[ :.=-]{0,3}$/.exec(
    folded.text.slice(Math.max(0, start - 14), start),
  )?.[1];
  if (word === undefined) return false;
  const says = hits.some((hit) => hit.role === role.warning || hit.role === role.lifetime || hit.role === role.purpose);
  return (word !== 'pin' && word !== 'पिन' && !says) || ofAddress.test(folded.text);
}

/** `5000 se 200000`, `10000 bis 25000`. */
function isRange({ start, end }: Candidate, { folded }: Reading): boolean {
  return (
    /^ (?:se|से|bis|hasta|sampai|hingga|s\/d|до) \d[\d.,]{2}/.test(folded.text.slice(end, end + 12)) ||
    /\d{3} (?:se|से|bis|hasta|sampai|hingga|s\/d|до) $/.test(folded.text.slice(Math.max(0, start - 12), start))
  );
}

function isToldBehind({ end, value }: Candidate, { folded, hits }: Reading): boolean {
  if (value.length < 4 || value.length > 8) return false;
  const next = folded.places[end] === place.space ? end + 1 : end;
  return startingAt(hits, next, role.instruction) !== null;
}

/** A word that also names a service counts as that: `WhatsApp code: 481920`. */
function namesService({ start }: Hit, { folded, hits }: Reading): boolean {
  const first = folded.original.charAt(folded.origins[start] ?? 0);
  // `for booking 4417` does not mean the company.
  return first === first.toUpperCase() && startingAt(hits, start, role.service) !== null;
}

function otherNumberBefore(candidate: Candidate, reading: Reading): Hit | null {
  const { folded, hits } = reading;
  const { start } = candidate;
  let index = start;
  while (index > 0 && start - index < 4 && isJoin(folded.units[index - 1] ?? 0)) index -= 1;
  const link = endingAt(hits, index, role.link);
  for (let end = index; end <= start; end += 1) {
    const word = endingAt(hits, end, role.otherNumber);
    // A longer link has its own sense: `est le 481920`.
    if (word === null || (link !== null && word.start >= link.start)) continue;
    // The same word may tell what to do: `con 481920`.
    // `kod do paczki: 4821`: it is a part of the code's name.
    const inCode = Math.min(...[role.code, role.weakCode].map((one) => endingAt(hits, end, one)?.start ?? end));
    if (inCode < word.start) return null;
    if ((endingAt(hits, end, role.instruction)?.start ?? end) > word.start)
      return isCodeOf(candidate, word, reading) ? null : word;
  }
  // `order is 4417`, `account no: 4417`
  if (link === null) return null;
  const before = folded.places[link.start - 1] === place.space ? link.start - 1 : link.start;
  const named = endingAt(hits, before, role.otherNumber);
  return named !== null && isOwnedByCodeWord(reading, named) ? null : named;
}

/** Words for a number as such: `order no`. */
const namesNumber =
  /n[o.]?\b|n[º°]|nr|num|nom[oe]r|numer|numm|номер|№|#|\bref|\bid\b|tel|phone|mobil|fax|iban|track|call|\bcount\b|tutar|suma|amount|号|號|番|번|số|رقم|شمار|नंबर|नम्बर|নম্বর/;

/** `Pickup code for your parcel: 4821`: the word before the colon says what the code is for. */
function isCodeOf({ start, value, form }: Candidate, word: Hit, reading: Reading): boolean {
  const { folded, hits } = reading;
  if ((form !== 'digits' && form !== 'split') || value.length < 4 || value.length > 8) return false;
  const between = folded.text.slice(word.start, start);
  if (!between.includes(':') || namesNumber.test(between)) return false;
  const isPickUp = hits.some((hit) => hit.role === role.kind && hit.value === pickUp);
  return isOwnedByCodeWord(reading, word, isPickUp);
}

/** `PIN for the package is 8402`: in a clause with a code word, what `is` names is the code. */
function isOwnedByCodeWord({ folded, hits }: Reading, { start, end }: Hit, isPickUp = false): boolean {
  for (let at = firstFrom(hits, end) - 1; at >= 0 && (hits[at]?.start ?? 0) > end - longestClause; at -= 1) {
    const hit = hits[at];
    if (hit === undefined || (hit.role !== role.code && hit.role !== role.weakCode) || hit.end > end) continue;
    // `暗証番号は4819`: the word for a number is a part of it.
    if (hit.start < start && hit.end === end) return true;
    // `cod de client` is one word.
    if (hit.role === role.weakCode && start - hit.end <= 4 && !isPickUp) return false;
    return !/[,;:!?\n]|\.\s/.test(folded.text.slice(hit.end, end).replace(/\d[.,]\d/g, ''));
  }
  return false;
}

function isJoin(unit: number): boolean {
  return unit === 32 || unit === 58 || unit === 35 || unit === 40 || unit === 46 || unit === 42;
}

/** A unit behind a number makes it a number of something: `4800 seconds`, `2500 points`. */
export function otherUnit({ end }: Candidate, { folded, hits }: Reading, connection: number): number {
  const after = folded.units[end] === 32 ? end + 1 : end;
  // 10' are minutes; a quote behind a code is none.
  if ((folded.places[after] ?? 0) < place.latin) return 0;
  const unit = startingAt(hits, after, role.otherUnit) ?? startingAt(hits, after, role.unit);
  if (unit === null) return 0;
  return connection > linked ? -1 : -6;
}
