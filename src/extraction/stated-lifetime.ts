import type { Language } from './languages/language.ts';
import { phrasePattern, phraseSource } from './phrases.ts';

/** A longer span in a text is no lifetime of a code. */
const longestSeconds = 31 * 86_400;

/** Makes the function that finds the lifetime which a text states, in seconds: `valid for 10 minutes`; null: none. */
export function compileStatedLifetime(language: Language): (text: string) => number | null {
  const words = phrasePattern(language.lifetimeWords).source;
  const numerals = Object.keys(language.numerals).map(phraseSource).join('|');
  const units = Object.keys(language.units)
    .sort((a, b) => b.length - a.length)
    .map(phraseSource)
    .join('|');
  const amount = `(\\d{1,4}|${numerals})[\\s-]?(?:\\([^()\\n]{1,12}\\)\\s?)?(${units})(?![\\p{L}\\p{N}])`;
  const after = new RegExp(`${words}[^.!?\\n]{0,40}?(?<![\\p{L}\\p{N}.,:])${amount}`, 'giu');
  const before = new RegExp(`(?<![\\p{L}\\p{N}.,:])${amount}[^.!?\\n]{0,24}?${words}`, 'giu');
  return (text) => {
    for (const pattern of [after, before]) {
      for (const match of text.matchAll(pattern)) {
        const seconds = toSeconds(match[1] ?? '', match[2] ?? '', language);
        if (seconds > 0 && seconds <= longestSeconds) return seconds;
      }
    }
    return null;
  };
}

function toSeconds(amount: string, unit: string, language: Language): number {
  const count = language.numerals[amount.toLowerCase()] ?? Number(amount);
  return count * (language.units[unit.toLowerCase()] ?? 0);
}
