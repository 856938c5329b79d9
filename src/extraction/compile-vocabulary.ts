import { KnownServices, spellings } from './known-services.ts';
import { languages } from './languages/index.ts';
import { currencies, international } from './languages/international.ts';
import type { Language } from './languages/language.ts';
import { mostLanguages } from './phrase-trie.ts';
import { PhraseTrieBuilder } from './phrase-trie-builder.ts';
import { kindOrder, patternForm, role } from './roles.ts';
import { listServices } from './services.ts';
import type { Vocabulary } from './vocabulary.ts';
import { WordTable } from './word-table.ts';

/** Makes the vocabulary from the word lists of all languages and services: some 60 ms, and 100 to load the lists. */
export function compileVocabulary(): Vocabulary {
  const phrases = new PhraseTrieBuilder();
  // Each language is a bit.
  if (languages.length >= mostLanguages)
    throw new Error(`More than ${mostLanguages - 1} languages: widen the masks in phrase-trie.ts`);
  const notServices = new Set<string>();
  const patterns = new PatternNumbers();
  for (const [number, language] of [international, ...languages].entries()) {
    addLanguage(phrases, language, number, patterns);
    for (const word of [...language.notServices, ...language.codeWords, ...language.weakCodeWords]) {
      notServices.add(word);
    }
  }
  for (const currency of currencies) phrases.add(currency, { role: role.currency, value: 0 }, 0);
  const services = listServices();
  for (const [index, service] of services.entries()) {
    for (const spelling of spellings(service)) phrases.add(spelling, { role: role.service, value: index }, 0);
  }
  return {
    phrases: phrases.build(),
    notServices: WordTable.of([...notServices].map((word) => [word, 0])),
    services: KnownServices.of(services),
    patterns: Uint8Array.from(patterns.forms),
  };
}

function addLanguage(phrases: PhraseTrieBuilder, language: Language, number: number, patterns: PatternNumbers): void {
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
    [role.outdated, language.outdated ?? []],
    [role.status, language.statuses ?? []],
    [role.successor, language.successors ?? []],
    [role.ifYours, language.ifYours ?? []],
    [role.until, language.untilWords ?? []],
    [role.laterDay, language.laterDays ?? []],
    [role.advice, language.adviceWords ?? []],
    [role.harmless, language.harmlessWords ?? []],
    [role.event, language.notices?.events ?? []],
    [role.password, language.notices?.passwords ?? []],
    [role.reset, language.notices?.resets ?? []],
    [role.accountPart, language.notices?.accountParts ?? []],
    [role.change, language.notices?.changes ?? []],
    [role.ownWord, language.notices?.ownWords ?? []],
  ];
  for (const [one, list] of lists) {
    for (const phrase of list) phrases.add(phrase, { role: one, value: 0 }, number);
  }
  for (const [phrase, seconds] of Object.entries(language.units)) {
    phrases.add(phrase, { role: role.unit, value: seconds }, number);
  }
  for (const [phrase, seconds] of Object.entries(language.spans ?? {})) {
    phrases.add(phrase, { role: role.span, value: seconds }, number);
  }
  for (const [phrase, value] of Object.entries(language.numerals)) {
    phrases.add(phrase, { role: role.numeral, value }, number);
  }
  for (const { kind, phrases: list } of language.kinds) {
    for (const phrase of list) phrases.add(phrase, { role: role.kind, value: kindOrder.indexOf(kind) }, number);
  }
  for (const pattern of language.servicePatterns) {
    const { before, behind } = patterns.add(pattern);
    if (before.text !== '') {
      const meaning = { role: role.beforeService, value: before.number };
      phrases.add(before.text, meaning, number);
      // `anmeldecode für …` also says `code für …`.
      const [first = ''] = before.text.split(' ');
      if (language.weakCodeWords.includes(first)) phrases.add(`*${before.text}*`, meaning, number);
    }
    if (behind.text !== '') phrases.add(behind.text, { role: role.behindService, value: behind.number }, number);
  }
}

/** Numbers the words around `{service}`, so that equal ones are looked for once. */
class PatternNumbers {
  /** By number: the forms of the patterns. */
  readonly forms: number[] = [0];
  readonly #numbers = new Map<string, number>();

  add(pattern: string): { before: { text: string; number: number }; behind: { text: string; number: number } } {
    const [before = '', behind = ''] = pattern.split('{service}').map((part) => part.trim());
    const result = { before: this.#number(before), behind: this.#number(behind) };
    const marked = before === '' ? result.behind.number : result.before.number;
    const form = before === '' ? patternForm.behindAlone : behind === '' ? patternForm.open : patternForm.closed;
    this.forms[marked] = (this.forms[marked] ?? 0) | form;
    return result;
  }

  #number(text: string): { text: string; number: number } {
    if (text === '') return { text, number: 0 };
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, number);
    this.forms[number] ??= 0;
    return { text, number };
  }
}
