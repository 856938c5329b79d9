import type { CodeWords } from './channel.ts';
import { durationIn } from './words/duration.ts';
import { fill } from './words/fill.ts';
import { fitsOnePart, isGsm, toGsm } from './words/gsm-letters.ts';
import { languages, wordsFor } from './words/languages.ts';
import { serviceName, strangersName } from './words/safe-name.ts';
import type { Words } from './words/words.ts';

/** How long the names may be: of the service, of the person. The first that makes one part of the text is taken. */
const lengths = [
  { service: 40, subject: 30 },
  { service: 24, subject: 16 },
  { service: 14, subject: 10 },
] as const;

/**
 * A code as a text says it: who asks, for whom, how long it is good. The last line binds it to a domain as browsers
 * read it (WICG, Origin-bound one-time codes §2.1); `appHash` is what Android's SMS Retriever looks for behind it.
 */
export function composeText(about: CodeWords): string {
  const words = wordsFor(about.locale);
  const first = withNames(about, words, lengths[0]);
  if (fitsOnePart(first)) return first;
  return lengths.map((length) => withNames(about, words, length)).find(fitsOnePart) ?? first;
}

function withNames(about: CodeWords, words: Words, most: (typeof lengths)[number]): string {
  const { text, language } = words;
  const { code, subject, payment, minutes, domain, appHash } = about;
  const fold = plainLanguages.has(language) ? toGsm : (name: string) => name;
  const service = fold(nameOf(about, most.service));
  const names = { code, service, subject: fold(strangersName(subject ?? '', most.subject)) };
  const sentences = [
    fill(names.subject === '' ? text.code : text.codeFor, names),
    ...(payment === null ? [] : [fill(text.payment, inPlainWords(payment, fold))]),
    fill(text.valid, { time: durationIn(words, minutes) }),
    ...(about.neverShare ? [text.secret] : []),
  ];
  const lines = [
    sentences.join(words.unspaced ? '' : ' ').replace(/ {2,}/g, ' '),
    ...(domain === null ? [] : [`@${domain} #${code}`]),
    ...(appHash === null ? [] : [appHash]),
  ];
  return lines.join('\n');
}

/** What the person knows the service by. */
export function nameOf(
  { serviceName: own, customName }: Pick<CodeWords, 'serviceName' | 'customName'>,
  most: number,
): string {
  const custom = customName === null ? '' : strangersName(customName, most);
  return custom === '' ? serviceName(own, most) : custom;
}

/** What makes a domain of an amount: no currency has its letters right behind a dot. */
const dotBeforeLetters = /[.\u3002\uff0e\uff61](?=\p{L}{2})/gu;

/** An amount is digits, so these stay. */
export function inPlainWords(
  { amount, payee }: { amount: string; payee: string },
  fold: (name: string) => string,
): { amount: string; payee: string } {
  return {
    amount: fold(serviceName(amount.replace(dotBeforeLetters, ' '), 30)),
    payee: fold(strangersName(payee, 40)),
  };
}

/** Those whose words all are in GSM-7: names are folded into it there, so that a text stays one part. */
const plainLanguages = new Set(
  languages.filter(({ text }) => isGsm(Object.values(text).join(''))).map(({ language }) => language),
);
