import type { CodeKind } from '../domain/code.ts';
import type { Language } from './languages/language.ts';
import { phrasePattern } from './phrases.ts';

const amount =
  /[$€£¥₹₽₩₪₫₴₺]\s?\d|(?<![\p{L}])(?:usd|eur|gbp|inr|rs|chf|cad|aud|sgd|hkd)\.?\s?\d|\d[\d.,]*\s?(?:[€£₽₹]|usd|eur|gbp|inr)/iu;
const link = /https?:\/\/|www\./i;

/** Makes the function that says what a text is about; null where it is about none of what a hub knows. */
export function compileKind(language: Language): (text: string, hasCode: boolean) => CodeKind | null {
  const kinds = language.kinds.map((entry) => ({ ...entry, pattern: phrasePattern(entry.phrases) }));
  const transaction = phrasePattern(language.transactions);
  return (text, hasCode) => {
    const named = kinds.find((entry) => entry.withCode === hasCode && text.search(entry.pattern) >= 0)?.kind;
    if (named === 'reset-link' && !link.test(text)) return null;
    if (named !== undefined || !hasCode) return named ?? null;
    return amount.test(text) && text.search(transaction) >= 0 ? 'transaction-code' : 'one-time-code';
  };
}
