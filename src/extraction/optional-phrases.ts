import type { Language } from './languages/language.ts';
import type { Saying } from './phrase-trie.ts';
import { role } from './roles.ts';

/** The phrases of the lists that a language may leave out, with what they say. */
export function* optionalPhrases(language: Language): Generator<[string, Saying]> {
  const { notices } = language;
  const lists: [number, readonly string[] | undefined][] = [
    [role.until, language.untilWords],
    [role.laterDay, language.laterDays],
    [role.event, notices?.events],
    [role.password, notices?.passwords],
    [role.reset, notices?.resets],
    [role.accountPart, notices?.accountParts],
    [role.change, notices?.changes],
    [role.ownWord, notices?.ownWords],
    [role.advice, language.adviceWords],
  ];
  for (const [one, phrases] of lists) for (const phrase of phrases ?? []) yield [phrase, { role: one, value: 0 }];
  for (const [phrase, value] of Object.entries(language.spans ?? {})) yield [phrase, { role: role.span, value }];
}
