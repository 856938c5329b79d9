import { firstFrom } from './hits.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';
import { vocabulary } from './vocabulary.ts';

/** Reads the name in `[start, end)` of the folded text; null where it is none. */
export type NameReader = (start: number, end: number, isHeading?: boolean) => string | null;

const longestName = 40;
const mostWords = 5;
/** Words of a language that are never part of a name. */
const speaking = new Set<number>([role.code, role.weakCode, role.otherCode, role.warning, role.kind]);

/** Before the name of a text's heading: what some carriers and apps put there. */
const preamble = /^[\s*]*(?:<#>|\[#\]|\[web[^\]]{0,8}\]|\(?s\/n[^)]{0,12}\)|rm ?\d[\d.]{0,6} )?[\s*]*/;

/**
 * `[Zcool]`, `【招商银行】`, `Chase: …`, `Parivahan - …` at the beginning, or a name in brackets at the very end; where the
 * text is about an account, also a first line or a first sentence that is nothing but a name.
 */
export function findHeading(reading: Reading, accept: NameReader, isAboutAccount: boolean): string | null {
  const { folded, hits } = reading;
  const { text } = folded;
  const start = preamble.exec(text)?.[0].length ?? 0;
  const open = text.charCodeAt(start);
  const read = (from: number, end: number) => {
    if (end - from < 2 || end - from > longestName) return null;
    const speaks = hits.some((hit) => speaking.has(hit.role) && hit.start >= from && hit.start < end);
    return speaks && !isNamed(hits, from, end) ? null : accept(from, end, true);
  };
  // In brackets a name may be written as one likes: `[zcool]`.
  const readBracketed = (from: number, end: number) => {
    const isWord = /^[a-z][a-z\d.]{2,}$/.test(text.slice(from, end));
    return (
      read(from, end) ?? (isWord && !vocabulary().notServices.has(text.slice(from, end)) ? text.slice(from, end) : null)
    );
  };
  if (open === 91 || open === 40 || open === 60 || open === 34) {
    const close = text.slice(start + 1, start + 2 + longestName).search(/[\])>"]/);
    if (close > 0) {
      const name = readBracketed(start + 1, start + 1 + close);
      if (name !== null) return name;
    }
  }
  const { titled, standing } = headingEnds(reading, start);
  if (titled > start) {
    // `gov.br:` is a name like any other.
    const written = text.slice(start, titled);
    const name = read(start, titled) ?? (/^[a-z\d-]+(?:\.[a-z]{2,}){1,2}$/.test(written) ? written : null);
    if (name !== null) return name;
  }
  if (standing > start && (isAboutAccount ? standsAlone(reading, start, standing) : isNamed(hits, start, standing))) {
    const name = read(start, standing);
    if (name !== null) return name;
  }
  if (!text.trimEnd().endsWith(']')) return null;
  const last = /\[([^\][\n]{2,24})\]\s*$/.exec(text.slice(-40));
  if (last === null || last[1] === undefined) return null;
  const from = text.length - 40 > 0 ? text.length - 40 + last.index + 1 : last.index + 1;
  return read(from, from + last[1].length);
}

/**
 * Where a heading ends: `titled` before a colon or a dash (a colon inside a word is part of it: `m:tel`), `standing` at the
 * end of the first line or sentence; the beginning where there is none.
 */
function headingEnds({ folded }: Reading, start: number): { titled: number; standing: number } {
  const { units, places } = folded;
  const isLetter = (index: number) => (places[index] ?? 0) >= place.latin;
  const limit = Math.min(units.length, start + longestName + 1);
  for (let index = start; index < limit; index += 1) {
    const unit = units[index] ?? 0;
    if (unit === 10) return { titled: start, standing: index };
    if (places[index] !== place.sign) continue;
    const isSpaced = units[index - 1] === 32;
    const next = units[index + 1] ?? 0;
    const nextPlace = places[index + 1] ?? place.newline;
    if (closing.has(unit)) break;
    if (unit === 58) {
      if (next === 47 && units[index + 2] === 47) break;
      if (index - start < 2 && isLetter(index + 1)) continue;
      if (nextPlace !== place.digit || isLetter(index - 1))
        return { titled: isSpaced ? index - 1 : index, standing: start };
    } else if (unit === 45 || unit === 124 || unit === 126) {
      if (isSpaced && next === 32 && places[index + 2] !== place.digit) return { titled: index - 1, standing: start };
      if (unit === 45 && isSpaced && isLetter(index + 1)) return { titled: index - 1, standing: start };
      if (unit === 45 && isLetter(index - 1) && next === 32 && places[index + 2] !== place.digit)
        return { titled: index, standing: start };
    } else if (unit === 46 && ((next === 32 && isLetter(index - 1)) || nextPlace === place.spaceless)) {
      return { titled: start, standing: index };
    }
  }
  return { titled: start, standing: start };
}

/** Signs that no heading goes beyond: `! ? ; 、 [ ] ( ) < > "`. */
const closing = new Set([...'!?;、[]()<>"'].map((sign) => sign.charCodeAt(0)));

/** Whether a known name fills `[from, end)`. */
function isNamed(hits: Reading['hits'], from: number, end: number): boolean {
  return hits.some((hit) => hit.role === role.service && hit.start === from && hit.end >= end - 1);
}

/** A line or a sentence in which nothing speaks of codes, and in cased letters each longer word has a capital. */
function standsAlone({ folded, hits }: Reading, start: number, end: number): boolean {
  if (isNamed(hits, start, end)) return true;
  const written = folded.original.slice(folded.origins[start], folded.origins[end]);
  const words = written.trim().split(/\s+/);
  if (words.length > mostWords || /\d{5}/.test(folded.text.slice(start, end))) return false;
  if (words.some((word) => greetings.has(word.toLowerCase().replace(/[,!]/g, '')))) return false;
  if (words.some((word) => /^\p{Ll}{4,}$/u.test(word))) return false;
  if (!/^\p{Lu}|^\p{Lo}|^\d/u.test(written)) return false;
  // A sentence without capitals is one of words; a line is more surely a name.
  if (/\p{Lo}/u.test(written) && folded.units[end] === 46) return false;
  return !hits.some((hit) => talking.has(hit.role) && hit.start >= start && hit.end <= end && hit.end - hit.start > 2);
}

/** What no name has in it where nothing but its line shows it to be one. */
const talking = new Set<number>([
  ...speaking,
  role.instruction,
  role.purpose,
  role.advertising,
  role.lifetime,
  role.currency,
]);
const greetings = new Set(
  (
    'hi hello hey dear welcome thanks thank hallo liebe lieber guten bonjour salut hola estimado estimada buenos olá ola ciao ' +
    'gentile hej hei moi cześć dzień witaj ahoj dobrý szia kedves bună merhaba sayın selam halo hai kepada yth xin chào ' +
    'здравствуйте привет уважаемый уважаемая добрый вітаємо шановний zdravo pozdrav поздрав здраво здравей γεια ' +
    'با درود سلام گرامی عزیز مرحبا مرحبًا عزيزي عزيزتي السلام أهلا أهلاً שלום היי नमस्ते प्रिय নমস্কার প্রিয় สวัสดี こんにちは 您好 你好 안녕하세요 ' +
    'gracias merci danke dank grazie obrigado obrigada tack takk tak kiitos dziękuję děkujeme köszönjük mulțumim hvala спасибо дякуємо ' +
    'благодаря ευχαριστούμε teşekkürler teşekkür terima kasih salamat asante شكرا شكراً متشکریم سپاس ممنون תודה धन्यवाद ধন্যবাদ ขอบคุณ ' +
    'ありがとうございます 谢谢 謝謝 감사합니다 love mum dad mom cảm ơn ' +
    'sir madam customer user kunde kundin client cliente klant kund kunde nasabah pelanggan müşterimiz you your'
  ).split(' '),
);

/** Words of farewell before a signature. */
const farewell =
  /^(?:(?:best |kind |warm )?regards|thanks|thank you|cheers|(?:med vennlig )?hilsen|mvh|halsningar|terveisin|(?:viele |beste )?gru(?:ss|ß|sse|ße)|ihre?|dein|votre|cordialement|saludos|atte|atenciosamente|sua|tim|team|the|pozdrawiamy|pozdrav|s pozdravem|udvozlettel|tim|hormat kami|salam|terima kasih|saygilarimizla|с уважением|з повагою|ваш[аеи]?|команда|با تشکر|با احترام|تحيات|مع تحيات|فريق)[ ,]+/;

/** The last words of a text; `isSure`: behind a dash or words of farewell, where nothing but a signature stands. */
export interface Signature {
  name: string;
  isSure: boolean;
}

/** The last words, where they stand alone: `… 618240. Sparkasse`, `… -HDFC Bank`. */
export function findSignature(reading: Reading, accept: NameReader): Signature | null {
  const { folded, hits } = reading;
  const { text, units, places } = folded;
  let end = units.length;
  while (
    end > 0 &&
    ((places[end - 1] ?? 0) === place.space || places[end - 1] === place.newline || units[end - 1] === 46)
  )
    end -= 1;
  // `B002`: the number of the sender's registration, which Turkish texts end with.
  if (units[end - 4] === 98 && / b\d{3}$/.test(text.slice(Math.max(0, end - 5), end))) end -= 5;
  let start = end;
  let isDashed = false;
  for (; start > 0 && end - start <= longestName; start -= 1) {
    const unit = units[start - 1] ?? 0;
    isDashed = unit === 45 && !((places[start] ?? 0) >= place.digit && (places[start - 2] ?? 0) >= place.digit);
    if (isDashed || unit === 10 || places[start - 1] === place.digit) break;
    if (unit !== 45 && places[start - 1] === place.sign && unit !== 39 && unit !== 38) break;
  }
  const before = units[start - 1] ?? 0;
  if (start === 0 || !(isDashed || before === 10 || before === 46 || before === 33 || before === 63 || before === 41))
    return null;
  if (isDashed && start > 1 && (places[start - 2] ?? 0) >= place.latin && units[start] !== 32) return null;
  while (start < end && places[start] === place.space) start += 1;
  const parting = farewell.exec(text.slice(start, end))?.[0].length ?? 0;
  start += parting;
  if (end - start < 2 || end - start > longestName) return null;
  const words = folded.original.slice(folded.origins[start], folded.origins[end]).split(/\s+/);
  if (words.length > 4 || words.some((word) => greetings.has(word.toLowerCase()))) return null;
  // A sentence, not a name.
  if (!isDashed && words.some((word) => /^\p{Ll}{4}/u.test(word))) return null;
  if (!isNamed(hits, start, end)) {
    for (let at = firstFrom(hits, start); at < hits.length; at += 1) {
      const hit = hits[at];
      if (hit === undefined || hit.end > end || hit.end - hit.start <= 2) continue;
      if (talking.has(hit.role) || (!isDashed && before !== 10 && otherwise.has(hit.role))) return null;
    }
  }
  const name = accept(start, end);
  return name === null ? null : { name, isSure: isDashed || parting > 0 };
}

/** Behind a full stop, words that begin a remark rather than a name. */
const otherwise = new Set<number>([role.otherNumber, role.otherUnit, role.transaction, role.link, role.typingPlace]);

const invisible = /\u200d|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
const allInvisible = new RegExp(invisible, 'g');

/**
 * Without the words at both ends that only describe the code: `Contoso authentication` → `Contoso`. A heading is a name
 * as a whole, unless all its words describe.
 */
export function bareName(written: string, isHeading = false): string {
  const trimmed = (invisible.test(written) ? written.replaceAll(allInvisible, '') : written).replace(
    /^[\s"'“”‘’*<([{【「_@#-]+|[\s"'“”‘’*>)\]}】」_.,:;!-]+$/g,
    '',
  );
  const ignored = vocabulary().notServices;
  const whole = trimmed.toLowerCase();
  if (ignored.has(whole)) return '';
  const words = /\s/.test(trimmed) ? trimmed.split(/\s+/) : [trimmed];
  const describes = (word: string) => ignored.has(withoutGenitive(word).toLowerCase()) || /^[\p{N}.-]+$/u.test(word);
  const start = words.findIndex((word) => !describes(word));
  const end = words.findLastIndex((word) => !describes(word));
  if (start < 0) return '';
  if (isHeading) return trimmed;
  return words
    .slice(start, end + 1)
    .join(' ')
    .replace(/['’]\p{Ll}{0,4}$|[.,-]+$/u, '');
}

function withoutGenitive(word: string): string {
  return word.endsWith("'s") || word.endsWith('’s') ? word.slice(0, -2) : word;
}

/** Two letters and more, a few words, the first with a capital, a digit or in a script without capitals. */
export function isName(name: string): boolean {
  if (name.length < 2 || name.length > longestName || !/\p{L}/u.test(name)) return false;
  if (name.split(' ').length > mostWords || /[\n{}<>=%$。！？।]/.test(name)) return false;
  return !/^\p{Ll}/u.test(name) || /^\p{Ll}+\p{Lu}/u.test(name);
}
