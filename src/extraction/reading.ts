import type { Span } from './addresses.ts';
import { findAddresses } from './addresses.ts';
import { type Folded, fold } from './fold.ts';
import { findHits, type Hit } from './hits.ts';
import { place } from './place.ts';
import { vocabulary } from './vocabulary.ts';

/** What all stages read: the folded text, the phrases in it by their start, and the addresses in it (with them the hash of an app). */
export interface Reading {
  folded: Folded;
  hits: readonly Hit[];
  addresses: readonly Span[];
}

export function read(text: string): Reading {
  const folded = fold(text);
  const addresses = findAddresses(folded);
  const hash = findAppHash(folded);
  if (hash !== null && hash.start >= (addresses.at(-1)?.end ?? 0)) addresses.push(hash);
  return { folded, hits: findHits(folded, vocabulary()), addresses };
}

/** The hash by which Android's SMS Retriever finds its app: 11 characters of base64 at the very end, behind a space. */
function findAppHash({ text, units, original, origins }: Folded): Span | null {
  let end = units.length;
  while (end > 0 && ((units[end - 1] ?? 0) === 32 || units[end - 1] === 10)) end -= 1;
  const start = end - 11;
  if (start < 1 || ((units[start - 1] ?? 0) !== 32 && units[start - 1] !== 10)) return null;
  const written = original.slice(origins[start], origins[end]);
  // Eleven digits, or one word, are no hash.
  const isHash = /^[A-Za-z\d+/]{11}$/.test(written) && /[A-Z]/.test(written.slice(1)) && /[a-z\d+/]/.test(written);
  return isHash && text.length > 12 ? { start, end } : null;
}

const wrappings = new Uint8Array(128);
for (const sign of '"\'([<>{*_|#~') wrappings[sign.charCodeAt(0)] = 1;
const bullet = 0x2022;
const pointers = '՝→⇒⇨➔➜➡▶►…';

/** Quotes, brackets, stars and spaces: what may stand around a code. Pictures fold to the bullet. */
export function isWrapping(unit: number): boolean {
  return wrappings[unit] === 1 || unit === bullet;
}

/** `:`, `=`, the Armenian comma that stands for a colon, and arrows: what points to a value. */
export function isColon(unit: number): boolean {
  return unit === 58 || unit === 61 || (unit > 127 && pointers.includes(String.fromCharCode(unit)));
}

/** Whether a sentence, or a line, ends at `index`. */
export function endsSentence(folded: Folded, index: number): boolean {
  const { units, places } = folded;
  const unit = units[index] ?? 0;
  if (unit === 10) return true;
  if (unit !== 46 && unit !== 33 && unit !== 63 && unit !== 59) return false;
  const next = places[index + 1] ?? place.newline;
  if (next === place.digit) return false;
  // `DE..4471`: dots in place of digits.
  if (unit === 46 && /^\.+\d/.test(folded.text.slice(index + 1, index + 5))) return false;
  // `example.com` is one word; `dvs. de`, `no. 4417` are abbreviations.
  if (unit !== 46) return true;
  if (isTitle(folded, index)) return false;
  return next !== place.latin && !isAbbreviation(folded, index) && !isBeforeNumber(folded, index);
}

const longestAbbreviation = 4;
/** What is short for `number`, `reference`, a currency …: its dot ends no sentence before a number. */
const numbersAbbreviated = new Set(
  'rs inr rp no nr num nos ref tel ph mob ac acc acct kr fr bs kc zl lei art str вул ул тел руб грн дог сч сум'.split(
    ' ',
  ),
);

const titles = new Set(
  'dr mr mrs ms prof sr sra srta jr st dott sig hr fr mme mlle dra ing mag shri smt adv capt'.split(' '),
);

/** `Dr. A Name` */
function isTitle({ places, text }: Folded, dot: number): boolean {
  if (places[dot + 1] !== place.space || (places[dot + 2] ?? 0) < place.latin) return false;
  let start = dot;
  while (start > 0 && dot - start <= longestAbbreviation && (places[start - 1] ?? 0) >= place.latin) start -= 1;
  return titles.has(text.slice(start, dot));
}

/** `Rs. 1,180`, `no. 4417`. */
function isBeforeNumber({ places, text }: Folded, dot: number): boolean {
  const next = places[dot + 1] === place.space ? dot + 2 : dot + 1;
  if (places[next] !== place.digit) return false;
  let start = dot;
  while (start > 0 && dot - start <= longestAbbreviation && (places[start - 1] ?? 0) >= place.latin) start -= 1;
  return numbersAbbreviated.has(text.slice(start, dot));
}

/** A short word before the dot, and a small letter behind it. */
function isAbbreviation({ places, original, origins, units }: Folded, dot: number): boolean {
  if (places[dot + 1] !== place.space || original.charCodeAt(origins[dot] ?? 0) !== 46) return false;
  let start = dot;
  while (start > 0 && dot - start <= longestAbbreviation && (places[start - 1] ?? 0) >= place.latin) start -= 1;
  const letters = dot - start;
  if (letters === 0 || letters > longestAbbreviation) return false;
  const next = origins[dot + 2] ?? 0;
  const isLetter = (places[dot + 2] ?? 0) === place.latin || places[dot + 2] === place.spaced;
  // Small letters fold to themselves, accents aside.
  return isLetter && (original.charCodeAt(next) === units[dot + 2] || /\p{Ll}/u.test(original.charAt(next)));
}
