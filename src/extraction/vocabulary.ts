import { createRequire } from 'node:module';
import type { CodeKind } from '../domain/code.ts';
import { currencies, international } from './languages/international.ts';
import type { Language } from './languages/language.ts';
import { optionalPhrases } from './optional-phrases.ts';
import { mostLanguages, PhraseTrie, type Saying } from './phrase-trie.ts';
import { role } from './roles.ts';
import { knownServices, spellings } from './services.ts';

/** Kinds in the order in which they win over one another. */
export const kindOrder: readonly CodeKind[] = [
  'temporary-password',
  'pick-up-code',
  'transaction-code',
  'one-time-code',
  'sim-change',
  'reset-link',
  'account-change',
  'sign-in-alert',
];

/** Whether the words before a name stand in patterns that close it (`your {service} code`), or leave it open (`code for {service}`). */
export interface BeforeService {
  isClosed: boolean;
  isOpen: boolean;
}

/** All phrases of all languages, ready to be looked for. */
export interface Vocabulary {
  /** Phrases that begin a word. */
  forward: PhraseTrie;
  /** Phrases that end a word (`*code`), written backwards. */
  backward: PhraseTrie;
  /** Phrases that may stand inside a word (`*code*`). */
  inside: PhraseTrie;
  /** Words that name no service, in lower case. */
  notServices: ReadonlySet<string>;
  /** By the number of the words before the name. */
  patternsBefore: readonly (BeforeService | undefined)[];
  /** By the number of the words behind it: patterns with nothing before the name. */
  isBehindAlone: readonly (boolean | undefined)[];
}

// Loaded at the first text and not with the program: 65 ms of every start and 20 MB of a hub that waits.
const require = createRequire(import.meta.url);

let compiled: Vocabulary | undefined;

/** Compiled once, at the first text: phrases are constants, so the result never changes. */
export function vocabulary(): Vocabulary {
  compiled ??= compile();
  return compiled;
}

interface Tries {
  forward: PhraseTrie;
  backward: PhraseTrie;
  inside: PhraseTrie;
}

function compile(): Vocabulary {
  const { languages } = require('./languages/index.ts') as typeof import('./languages/index.ts');
  const tries: Tries = {
    forward: new PhraseTrie(1 << 19),
    backward: new PhraseTrie(1 << 12),
    inside: new PhraseTrie(1 << 14),
  };
  // Each language is a bit.
  if (languages.length >= mostLanguages)
    throw new Error(`More than ${mostLanguages - 1} languages: widen the masks in phrase-trie.ts`);
  const notServices = new Set<string>();
  const patterns = new PatternNumbers();
  for (const [number, language] of [international, ...languages].entries()) {
    addLanguage(tries, language, number, patterns);
    for (const word of [...language.notServices, ...language.codeWords, ...language.weakCodeWords]) {
      notServices.add(word);
    }
  }
  for (const currency of currencies) addPhrase(tries, currency, { role: role.currency, value: 0 }, 0);
  for (const [index, service] of knownServices.entries()) {
    for (const spelling of spellings(service)) addPhrase(tries, spelling, { role: role.service, value: index }, 0);
  }
  for (const trie of [tries.forward, tries.backward, tries.inside]) trie.seal();
  return {
    ...tries,
    notServices,
    patternsBefore: patterns.before,
    isBehindAlone: patterns.behindAlone,
  };
}

function addLanguage(tries: Tries, language: Language, number: number, patterns: PatternNumbers): void {
  const lists: [number, readonly string[]][] = [
    [role.code, language.codeWords],
    [role.weakCode, language.weakCodeWords],
    [role.otherCode, language.otherCodes],
    [role.advertising, language.advertising],
    [role.link, language.links],
    [role.instruction, language.instructions],
    [role.purpose, language.purposes],
    [role.otherNumber, language.otherNumbers],
    [role.otherUnit, language.otherUnits],
    [role.transaction, language.transactions],
    [role.month, language.months],
    [role.lifetime, language.lifetimeWords],
    [role.warning, language.warnings],
    [role.typingPlace, language.typingPlaces ?? []],
  ];
  for (const [one, phrases] of lists) {
    for (const phrase of phrases) addPhrase(tries, phrase, { role: one, value: 0 }, number);
  }
  for (const [phrase, seconds] of Object.entries(language.units)) {
    addPhrase(tries, phrase, { role: role.unit, value: seconds }, number);
  }
  for (const [phrase, value] of Object.entries(language.numerals)) {
    addPhrase(tries, phrase, { role: role.numeral, value }, number);
  }
  for (const { kind, phrases } of language.kinds) {
    for (const phrase of phrases) addPhrase(tries, phrase, { role: role.kind, value: kindOrder.indexOf(kind) }, number);
  }
  for (const [phrase, saying] of optionalPhrases(language)) addPhrase(tries, phrase, saying, number);
  for (const pattern of language.servicePatterns) {
    const { before, behind } = patterns.add(pattern);
    if (before.text !== '') {
      const meaning = { role: role.beforeService, value: before.number };
      addPhrase(tries, before.text, meaning, number);
      // `anmeldecode für …` also says `code für …`.
      const [first = ''] = before.text.split(' ');
      if (language.weakCodeWords.includes(first)) addPhrase(tries, `*${before.text}*`, meaning, number);
    }
    if (behind.text !== '') addPhrase(tries, behind.text, { role: role.behindService, value: behind.number }, number);
  }
}

function addPhrase(tries: Tries, phrase: string, saying: Saying, language: number): void {
  const isEnding = phrase.startsWith('*');
  const isBeginning = phrase.endsWith('*');
  const trie = isEnding ? (isBeginning ? tries.inside : tries.backward) : tries.forward;
  const range = { start: isEnding ? 1 : 0, end: phrase.length - (isBeginning ? 1 : 0) };
  trie.add(phrase, { ...range, isBackwards: isEnding && !isBeginning, isBeginning }, saying, language);
}

/** Numbers the words around `{service}`, so that equal ones are looked for once. */
class PatternNumbers {
  readonly before: (BeforeService | undefined)[] = [];
  readonly behindAlone: (boolean | undefined)[] = [];
  readonly #numbers = new Map<string, number>();

  add(pattern: string): { before: { text: string; number: number }; behind: { text: string; number: number } } {
    const [before = '', behind = ''] = pattern.split('{service}').map((part) => part.trim());
    const result = { before: this.#number(before), behind: this.#number(behind) };
    if (before === '') this.behindAlone[result.behind.number] = true;
    else {
      const known = this.before[result.before.number] ?? { isClosed: false, isOpen: false };
      this.before[result.before.number] = {
        isClosed: known.isClosed || behind !== '',
        isOpen: known.isOpen || behind === '',
      };
    }
    return result;
  }

  #number(text: string): { text: string; number: number } {
    if (text === '') return { text, number: 0 };
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return { text, number };
  }
}
