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
const preamble = /^[\s*]*(?:<#>|\[#\]|\[web[^\]]{0,8}\]|\(?s\/n[^)]{0,12}\))?[\s*]*/;

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
  const beginning = text.slice(start, start + longestName + 4);
  const heading = titled.exec(beginning)?.[0];
  if (heading !== undefined) {
    const end = start + heading.replace(/ ?[:|~-]\s?$/, '').length;
    // `gov.br:` is a name like any other.
    const name =
      read(start, end) ??
      (/^[a-z\d-]+(?:\.[a-z]{2,}){1,2}$/.test(text.slice(start, end)) ? text.slice(start, end) : null);
    if (name !== null) return name;
  }
  const length = standing.exec(beginning)?.[1]?.length ?? 0;
  const stands = isAboutAccount ? standsAlone(reading, start, start + length) : isNamed(hits, start, start + length);
  if (length > 0 && stands) {
    const name = read(start, start + length);
    if (name !== null) return name;
  }
  const closing = /\[([^\][\n]{2,24})\]\s*$/.exec(text.slice(-40));
  if (closing === null || closing[1] === undefined) return null;
  const from = text.length - 40 > 0 ? text.length - 40 + closing.index + 1 : closing.index + 1;
  return read(from, from + closing[1].length);
}

/** A name, and a colon or a dash behind it; a colon inside a word is part of it (`m:tel`). */
const titled =
  /^[^\n:!?;、[\]()<>"](?:[^\n!?;、[\]()<>"]{1,39}?)(?:(?<=\p{L}) ?:(?=\d)| ?:(?!\/\/)(?!\d)| [-|~] (?=\D)|(?<=\p{L})- (?=\D)| -(?=\p{L}))/u;
/** A first line, or a first sentence. */
const standing = /^([^\n:!?;、[\]()<>"]{2,40}?)(?:\n|\. (?=\S)|\.(?=\p{Lo}))/u;

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
    'سلام گرامی عزیز مرحبا مرحبًا عزيزي عزيزتي السلام أهلا أهلاً שלום היי नमस्ते प्रिय নমস্কার প্রিয় สวัสดี こんにちは 您好 你好 안녕하세요 ' +
    'sir madam customer user kunde kundin client cliente klant kund kunde nasabah pelanggan müşterimiz you your'
  ).split(' '),
);

/** Words of farewell before a signature. */
const farewell =
  /^(?:(?:best |kind |warm )?regards|thanks|thank you|cheers|(?:med vennlig )?hilsen|mvh|halsningar|terveisin|(?:viele |beste )?gru(?:ss|ß|sse|ße)|ihre?|dein|votre|cordialement|saludos|atte|atenciosamente|sua|tim|team|the|pozdrawiamy|pozdrav|s pozdravem|udvozlettel|tim|hormat kami|salam|terima kasih|saygilarimizla|с уважением|з повагою|ваш[аеи]?|команда|با تشکر|با احترام|تحيات|مع تحيات|فريق)[ ,]+/;

/**
 * The last words, where they stand alone: `… 618240. Sparkasse`, `… -HDFC Bank`. `isDashed`: only behind a dash, or words of
 * farewell: that is nothing but a signature.
 */
export function findSignature({ folded, hits }: Reading, accept: NameReader, isDashed: boolean): string | null {
  const { text } = folded;
  const tail = text.slice(0, text.trimEnd().length).replace(/ b\d{3}$/, '');
  const from = Math.max(0, tail.length - longestName);
  const match = (isDashed ? dashed : loose).exec(tail.slice(from));
  if (match === null || match[1] === undefined) return null;
  const farewells = farewell.exec(match[1])?.[0].length ?? 0;
  if (isDashed && farewells === 0 && !/-\s?$/.test(match[0].slice(0, -match[1].length).replace(/[.!]$/, '')))
    return null;
  const start = from + match.index + match[0].lastIndexOf(match[1]) + farewells;
  const end = start + match[1].length - farewells;
  const isKnown = isNamed(hits, start, end);
  const stops = isDashed ? talking : null;
  if (
    !isKnown &&
    hits.some(
      (hit) =>
        hit.start >= start &&
        hit.end <= end &&
        (stops === null ? hit.role !== role.service && hit.role < role.beforeService : stops.has(hit.role)) &&
        hit.end - hit.start > 2,
    )
  )
    return null;
  return text.slice(start, end).trim().split(' ').length <= 4 ? accept(start, end) : null;
}

const dashed = /(?:[\s.!?)]-\s?|[.!?\n]\s*)([^.!?\n:;()\d"]{2,30})[.!]?$/;
const loose = /(?:[.!?)。\n]\s*|\s?-\s?)([^.!?\n:;()\d"-]{3,30})\.?$/;

/**
 * Without the words at both ends that only describe the code: `Contoso authentication` → `Contoso`. A heading is a name
 * as a whole, unless all its words describe.
 */
export function bareName(written: string, isHeading = false): string {
  const trimmed = written
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/^[\s"'“”‘’*<([{【「_@#-]+|[\s"'“”‘’*>)\]}】」_.,:;!-]+$/g, '');
  const ignored = vocabulary().notServices;
  const whole = trimmed.toLowerCase();
  if (ignored.has(whole)) return '';
  const words = trimmed.split(/\s+/);
  const describes = (word: string) =>
    ignored.has(word.replace(/['’]s$/, '').toLowerCase()) || /^[\p{N}.-]+$/u.test(word);
  const start = words.findIndex((word) => !describes(word));
  const end = words.findLastIndex((word) => !describes(word));
  if (start < 0) return '';
  if (isHeading) return trimmed;
  return words
    .slice(start, end + 1)
    .join(' ')
    .replace(/['’]s?$|[.,-]+$/, '');
}

/** Two letters and more, a few words, the first with a capital, a digit or in a script without capitals. */
export function isName(name: string): boolean {
  if (name.length < 2 || name.length > longestName || !/\p{L}/u.test(name)) return false;
  if (name.split(' ').length > mostWords || /[\n{}<>=%$。！？।]/.test(name)) return false;
  return !/^\p{Ll}/u.test(name) || /^\p{Ll}+\p{Lu}/u.test(name);
}
