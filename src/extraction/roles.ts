import type { CodeKind } from '../domain/code.ts';

/** What a phrase says in a text. */
export const role = {
  code: 0,
  weakCode: 1,
  otherCode: 2,
  advertising: 3,
  link: 4,
  instruction: 5,
  purpose: 6,
  otherNumber: 7,
  otherUnit: 8,
  transaction: 9,
  month: 10,
  lifetime: 11,
  /** Its value: seconds. */
  unit: 12,
  /** Its value: the number. */
  numeral: 13,
  /** Its value: index into `kindOrder`. */
  kind: 14,
  /** Before and behind `{service}`; their value: the pattern's number. */
  beforeService: 15,
  behindService: 16,
  warning: 17,
  /** Its value: index into the known services. */
  service: 18,
  currency: 19,
  /** Where a code is typed in: an app, a screen. */
  typingPlace: 20,
  /** A whole span of time without a number: `half an hour`. Its value: seconds. */
  span: 21,
  /** Before or behind a time of day at which something ends. */
  until: 22,
  /** That a time of day is not today's. */
  laterDay: 23,
  /** What a notice reports has happened, or was asked for. */
  event: 24,
  password: 25,
  reset: 26,
  accountPart: 27,
  change: 28,
  /** Of what is the writer's own: a person wrote this. */
  ownWord: 29,
  /** `How to`: this is advice. */
  advice: 30,
  /** What befalls a SIM every day: a top-up. */
  harmless: 31,
  /** A code that does not work any more: `old code`, `has expired`. */
  outdated: 32,
  /** What stands in place of a code: `pending`. */
  status: 33,
  /** What a text calls a code that takes the place of another: `new one`. */
  successor: 34,
  /** `If this is you`. */
  ifYours: 35,
} as const;

export const roleCount = 36;

/**
 * Bits that tell the patterns in which words stand: before a name that others close (`your {service} code`), before one that
 * is left open (`code for {service}`), behind one that has nothing before it (`{service} code`).
 */
export const patternForm = { closed: 1, open: 2, behindAlone: 4 } as const;

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
