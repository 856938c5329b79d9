import type { CodeKind } from '../../domain/code.ts';

/**
 * What `extract()` knows of one language, as data that a native speaker can correct without reading code. Words are in
 * lower case, as they stand in texts (with their accents; the engine folds both sides the same way). A space in a
 * phrase stands for a space, a hyphen or nothing at all (`one time password` also finds `one-time password`). A phrase
 * matches whole words, except in scripts written without spaces; a phrase that ends in `*` matches the beginning of a
 * word (`kod*` finds `kodunuz`), one that begins with `*` its end.
 */
export interface Language {
  /** BCP 47. */
  tag: string;
  /** Phrases that by themselves say: here is a one-time value to type in (`verification code`). */
  codeWords: string[];
  /** Words that say so only where nothing in the text speaks against it (`code`, `pin`, `password`). */
  weakCodeWords: string[];
  /** Phrases with a code word in them that mean another kind of code (`promo code`, `postal code`, `error code`). */
  otherCodes: string[];
  /** Words that make a text with a weak code word an advertisement (`discount`, `sale`, `win`). */
  advertising: string[];
  /** Between a code word and the value, or the other way round (`is`, `as`). */
  links: string[];
  /** Just before the value (`use`, `enter`). */
  instructions: string[];
  /** Where a code is typed in (`app`, `screen`, `website`): with an instruction, a number there needs no code word. */
  typingPlaces?: string[];
  /** Says of a code that it does not work, or not any more (`old code`, `has expired`, `is invalid`). */
  outdated?: string[];
  /** What a text calls a code that takes another's place (`new one`): a code word where one stands before it. */
  successors?: string[];
  /** Before a value that only its owner is to type in (`if this is you`). */
  ifYours?: string[];
  /** One word that may stand where a code is expected (`pending`, `required`): in `your passcode: failed` it is no code. */
  statuses?: string[];
  /** What one does with a code (`verify`, `log in`, `activate`). */
  purposes: string[];
  /** Just before a number that is something else (`order`, `card ending in`, `account`, `tracking number`, `amount`, `call`). */
  otherNumbers: string[];
  /** Just behind a number that is something else (`minutes`, `percent`, a currency's name). */
  otherUnits: string[];
  /** Words of money matters: with an amount in the text they make a code a transaction code (`purchase`, `transfer`). */
  transactions: string[];
  /** Names of the months, short and long. */
  months: string[];
  /** Words that make a span of time a code's life (`valid for`, `expires in`). */
  lifetimeWords: string[];
  /** Unit of time → seconds, every form that follows a number. */
  units: Record<string, number>;
  /** Whole spans of time without a number: `half an hour` → 1800, `a week`. */
  spans?: Record<string, number>;
  /** Beside the time of day at which a code ends: `until`, `till`. */
  untilWords?: string[];
  /** Words that put a time of day on a later day (`tomorrow`). */
  laterDays?: string[];
  /** Numbers in words up to sixty, where texts use them: `ten` → 10. Of tens and ones in two words (`forty five`) the parts are enough. */
  numerals: Record<string, number>;
  /** Phrases that tell the kind; the first kind with a phrase in the text wins. `withCode`: only where a code was found. */
  kinds: { kind: CodeKind; withCode: boolean; phrases: string[] }[];
  /** Just before a verb, they make it advice (`how to`). */
  adviceWords?: string[];
  /** What befalls a SIM every day (`top-up`, `balance`): a sentence with one of these reports no change of SIM. */
  harmlessWords?: string[];
  /** What notices without a code are made of. Each pair counts within one sentence. */
  notices?: Notices;
  /** How texts name their service: `your {service} code`, `code for {service}`. One word or more stands for `{service}`. */
  servicePatterns: string[];
  /** Words that a service pattern may catch and that name no service (`account`, `the app`). */
  notServices: string[];
  /** Words of warning that follow "never share"; a text that only warns has no code. */
  warnings: string[];
}

export interface Notices {
  /**
   * What a carrier reports has happened, or was asked for (`activated`, `requested`). A phrase of `sim-change` counts only
   * in a sentence with one of these, so that neither an offer (`get a new SIM`) nor a chat raises an alarm.
   */
  events: string[];
  /** A password, in the forms that stand beside a verb of the next list. */
  passwords: string[];
  /** Setting it anew (`reset`, `recover`): with a password and a link a reset link. */
  resets: string[];
  /** What of an account is changed by its owner or by a thief (`phone number`, `payee`); the passwords need not be repeated. */
  accountParts: string[];
  /** `has been changed`, `was added`: with one of the parts an account change. */
  changes: string[];
  /** What a person says of what is their own (`my new`, `I got`): a sentence with one is a chat and no notice. */
  ownWords: string[];
}
