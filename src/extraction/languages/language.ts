import type { CodeKind } from '../../domain/code.ts';

/**
 * What `extract()` knows of one language, as data. Words are in lower case; a space in a phrase stands for spaces,
 * hyphens or nothing at all (`one time password` also finds `one-time password`).
 */
export interface Language {
  /** BCP 47. */
  tag: string;
  /** Phrases that by themselves say: here is a value to type in. */
  codeWords: string[];
  /** Words that say so only where nothing in the text speaks against it. */
  weakCodeWords: string[];
  /** Phrases with a code word that mean another kind of code. */
  otherCodes: string[];
  /** Words that make a weak code word an advertisement. */
  advertising: string[];
  /** Between a code word and the value, or the other way round: `is`, `as`. */
  links: string[];
  /** Just before the value: `use`, `enter`. */
  instructions: string[];
  /** What one does with a code: `verify`, `log in`. */
  purposes: string[];
  /** Just before a number that is something else: `order`, `card ending in`. */
  otherNumbers: string[];
  /** Words of money matters: with an amount they make a code a transaction code. */
  transactions: string[];
  months: string[];
  /** Words that put a span of time into a code's life: `valid for`, `expires in`. */
  lifetimeWords: string[];
  /** Unit → seconds. */
  units: Record<string, number>;
  /** Numbers in words: `ten` → 10. */
  numerals: Record<string, number>;
  /** Phrases that tell the kind; the first kind with a phrase in the text wins. */
  kinds: { kind: CodeKind; withCode: boolean; phrases: string[] }[];
  /** `your {service} verification code`: where the text names its service. */
  servicePatterns: RegExp[];
  /** Words that a service pattern may catch and that name no service. */
  notServices: string[];
}
