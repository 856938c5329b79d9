import { fill } from './words/fill.ts';
import { wordsFor } from './words/languages.ts';
import { serviceName, strangersName } from './words/safe-name.ts';

/** What a call says, with the names put in, in the order in which it is spoken. */
export interface SpokenWords {
  /** Language tag for whoever speaks it, as `de-DE`. */
  language: string;
  /** Who calls, and for whom; said before a key is pressed, like `press` and `noKey`. */
  hello: string;
  press: string;
  noKey: string;
  /** Said before the digits; with what is paid, where it is a payment. */
  code: string;
  /** Each digit as a word of its own; letters as they are. */
  digits: readonly string[];
  /** Said before the digits are spoken once more. */
  again: string;
  secret: string;
  goodbye: string;
}

interface CallFacts {
  code: string;
  /** BCP 47, and the region of the number: where the language is spoken in several ways, the one of the region. */
  locale: string;
  region: string | null;
  serviceName: string;
  subject: string | null;
  payment?: { amount: string; payee: string } | null;
}

const longestName = 60;

export function spokenWords(about: CallFacts): SpokenWords {
  const words = wordsFor(about.locale);
  const { call, language } = words;
  const subject = strangersName(about.subject ?? '', longestName);
  const { payment = null } = about;
  const hello = fill(call.hello, { service: serviceName(about.serviceName, longestName) });
  return {
    language: spokenLanguage(call.spoken, language, about),
    hello: subject === '' ? hello : `${hello} ${fill(call.forWhom, { subject })}`,
    press: call.press,
    noKey: call.noKey,
    code: payment === null ? call.code : `${fill(call.payment, payment)} ${call.code}`,
    digits: [...about.code].map((sign) => call.digits[Number.parseInt(sign, 10)] ?? sign),
    again: call.again,
    secret: call.secret,
    goodbye: call.goodbye,
  };
}

function spokenLanguage(spoken: readonly string[], language: string, { locale, region }: CallFacts): string {
  const wanted = [
    locale.replaceAll('_', '-').toLowerCase(),
    `${language.split('-', 1)[0]}-${region ?? ''}`.toLowerCase(),
  ];
  const found = wanted.map((tag) => spoken.find((one) => one.toLowerCase() === tag)).find((tag) => tag !== undefined);
  return found ?? spoken[0] ?? language;
}
