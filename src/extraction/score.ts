import type { Candidate } from './candidates.ts';
import type { Language } from './languages/language.ts';
import { findSpans, overlaps, phrasePattern, phraseSource, type Span } from './phrases.ts';

/** At this score a candidate is taken for a code. */
export const enough = 5;

/** How far a code word may stand from its code, in UTF-16 units. */
const reach = 160;
/** ` is your ` and the like: nothing stands between a code and its word. */
const nextTo = 12;
const sentenceBreak = /[.!?;。！？][\s"')]|\n/;
const looseBreak = /[.!?;。！？][\s"')]|\n\s*\n/;
const opening = '[\\s"\'“”‘’«»(\\[<{*_|【「]*';

interface CodeWord extends Span {
  strong: boolean;
}

/** What the whole text says, once for all candidates. */
interface Reading {
  text: string;
  words: CodeWord[];
  advertises: boolean;
  hasPurpose: boolean;
  candidates: readonly Candidate[];
}

/** Makes the function that says how surely each candidate is the code that the text gives; below `enough` it is none. */
export function compileScore(language: Language) {
  const strong = phrasePattern(language.codeWords);
  const weak = phrasePattern(language.weakCodeWords);
  const other = phrasePattern(language.otherCodes);
  const advertising = phrasePattern(language.advertising);
  const purpose = phrasePattern(language.purposes);
  const links = `(?:${language.links.map(phraseSource).join('|')})`;
  const patterns = {
    linkedBefore: new RegExp(
      `^(?:\\s*\\([^()\\n]{0,24}\\))?\\s*(?:${links}(?=[\\s:])|[:=#>~-]|–|—)?\\s*[:=#-]?${opening}$`,
      'iu',
    ),
    looselyBefore: new RegExp(`(?:(?<![\\p{L}\\p{N}])${links}|[:=])\\s*[:=]?${opening}$`, 'iu'),
    linkedAfter: new RegExp(`^["'”’»)\\]>}*_】」]*\\s*(?:${links}(?![\\p{L}\\p{N}])|[:=–—(-]|$)`, 'iu'),
    instruction: ending(language.instructions, '(?:\\s(?:the|this|following|code|otp|pin))?'),
    otherNumber: ending(language.otherNumbers, '(?:\\s?(?:is|no|nr))?[.:#]?\\s?[#(]?'),
  };

  return (text: string, candidates: readonly Candidate[]): number[] => {
    const reading: Reading = {
      text,
      words: findCodeWords(text, strong, weak, other),
      advertises: text.search(advertising) >= 0,
      hasPurpose: text.search(purpose) >= 0,
      candidates,
    };
    return candidates.map((candidate) => scoreOne(candidate, reading, patterns));
  };
}

type Patterns = Record<'linkedBefore' | 'looselyBefore' | 'linkedAfter' | 'instruction' | 'otherNumber', RegExp>;

function ending(phrases: readonly string[], behind: string): RegExp {
  const sources = [...phrases].sort((a, b) => b.length - a.length).map(phraseSource);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${sources.join('|')})${behind}:?\\s*["'(*]?$`, 'iu');
}

function findCodeWords(text: string, strong: RegExp, weak: RegExp, other: RegExp): CodeWord[] {
  const others = findSpans(text, other);
  const strongWords = findSpans(text, strong).filter((span) => !others.some((found) => overlaps(span, found)));
  const weakWords = findSpans(text, weak).filter(
    (span) => ![...others, ...strongWords].some((found) => overlaps(span, found)),
  );
  return [
    ...strongWords.map((span) => ({ ...span, strong: true })),
    ...weakWords.map((span) => ({ ...span, strong: false })),
  ];
}

function scoreOne(candidate: Candidate, reading: Reading, patterns: Patterns): number {
  if (isWholeText(candidate, reading.text)) return scoreWholeText(candidate);
  const before = reading.text.slice(Math.max(0, candidate.start - 60), candidate.start);
  if (candidate.form === 'letters') return scoreLetters(candidate, reading, before);
  const connection = Math.max(0, ...reading.words.map((word) => connect(word, candidate, reading, patterns)));
  if (candidate.form === 'password') return connection > linkedScore ? linkedScore : 0;
  const instructed = patterns.instruction.test(before) && (reading.hasPurpose || connection > 0) ? 4 : 0;
  const isOther = connection <= linkedScore && patterns.otherNumber.test(before) ? -6 : 0;
  const anyStrong = reading.words.some((word) => word.strong);
  const advertisement = reading.advertises && !anyStrong ? -4 : 0;
  const support = (anyStrong ? 1 : 0) + (reading.hasPurpose ? 1 : 0);
  return (
    connection +
    instructed +
    isOther +
    advertisement +
    support +
    formScore(candidate, connection) +
    lineScore(candidate, reading)
  );
}

const linkedScore = 5;

/** How closely a code word and the candidate belong together: 5 next to each other … 0 not at all. */
function connect(word: CodeWord, candidate: Candidate, reading: Reading, patterns: Patterns): number {
  const weakness = word.strong ? 0 : 1;
  if (word.end <= candidate.start) {
    const gap = reading.text.slice(word.end, candidate.start);
    if (gap.length > reach) return 0;
    if (patterns.linkedBefore.test(gap)) return linkedScore + 1 - weakness;
    const nearer = reading.candidates.some(
      (other) => other.form !== 'letters' && other.start >= word.end && other.end <= candidate.start,
    );
    if (patterns.looselyBefore.test(gap) && !looseBreak.test(gap)) return linkedScore - weakness - (nearer ? 2 : 0);
    return sentenceBreak.test(gap) || nearer ? 0 : 3 - weakness;
  }
  const gap = reading.text.slice(candidate.end, word.start);
  if (candidate.end > word.start || gap.length > reach) return 0;
  if (sentenceBreak.test(gap)) return isOwnLine(candidate, reading.text) && !looseBreak.test(gap) ? 3 - weakness : 0;
  if (!patterns.linkedAfter.test(gap)) return 2 - weakness;
  return linkedScore - weakness + (gap.length <= nextTo ? 1 : 0);
}

/** Words are codes only as `PASSCODE: mifsuc`, at the end of a line. */
function scoreLetters(candidate: Candidate, reading: Reading, before: string): number {
  const named = /[:=]\s?["'“]?$/.test(before);
  const word = reading.words.find(
    (one) => one.strong && /^\s?(?:is)?\s?[:=]\s?["'“]?$/.test(reading.text.slice(one.end, candidate.start)),
  );
  const ends = /^["'”.]?\s*(?:\n|$)/.test(reading.text.slice(candidate.end));
  return named && word !== undefined && ends ? enough : 0;
}

/** Six digits are the usual form; letters only, years and long numbers are unusual. */
function formScore(candidate: Candidate, connection: number): number {
  const { form, value } = candidate;
  if (form === 'prefixed') return value.length === 6 ? enough : 3;
  if (form === 'mixed') return connection < linkedScore - 1 && /^[a-z]+\d{1,2}$/i.test(value) ? -1 : 0;
  if (value.length === 6) return 1;
  if (/^(?:19|20)\d\d$/.test(value) && connection < linkedScore - 1) return -1;
  return value.length > 8 ? -1 : 0;
}

function lineScore(candidate: Candidate, reading: Reading): number {
  return isOwnLine(candidate, reading.text) && reading.words.length > 0 ? 2 : 0;
}

/** A text that is nothing but a code; nine digits and more are more likely something else. */
function scoreWholeText(candidate: Candidate): number {
  const usual = candidate.form !== 'letters' && candidate.form !== 'password' && candidate.value.length <= 8;
  return usual ? enough : 0;
}

function isOwnLine(candidate: Candidate, text: string): boolean {
  const start = text.lastIndexOf('\n', candidate.start - 1) + 1;
  const end = text.indexOf('\n', candidate.end);
  const around = text.slice(start, candidate.start) + text.slice(candidate.end, end < 0 ? undefined : end);
  return /^[\s.:,"'“”*<>#[\]()]*$/.test(around);
}

function isWholeText(candidate: Candidate, text: string): boolean {
  return /^[\s.:"'*]*$/.test(text.slice(0, candidate.start) + text.slice(candidate.end));
}
