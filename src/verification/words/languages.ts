import { arabic } from './ar.ts';
import { bengali } from './bn.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { french } from './fr.ts';
import { hindi } from './hi.ts';
import { indonesian } from './id.ts';
import { italian } from './it.ts';
import { japanese } from './ja.ts';
import { korean } from './ko.ts';
import { marathi } from './mr.ts';
import { portuguese } from './pt.ts';
import { russian } from './ru.ts';
import { tamil } from './ta.ts';
import { telugu } from './te.ts';
import { turkish } from './tr.ts';
import { urdu } from './ur.ts';
import { vietnamese } from './vi.ts';
import type { Words } from './words.ts';
import { simplifiedChinese } from './zh.ts';
import { traditionalChinese } from './zh-Hant.ts';

/**
 * The twenty languages that codes are most likely needed in: the most spoken ones (Ethnologue 2025, first and second
 * speakers) of which phones commonly have the script, Chinese in both of its scripts. In the order of their speakers.
 */
export const languages: readonly Words[] = [
  ...[english, simplifiedChinese, traditionalChinese, hindi, spanish, arabic, french, bengali, portuguese, russian],
  ...[urdu, indonesian, german, japanese, marathi, vietnamese, telugu, turkish, tamil, korean, italian],
];

const byLanguage = new Map(languages.map((words) => [words.language, words]));

/** ISO 639 and tags that mean one of these languages too (RFC 5646 §2.2.1, `in` is the older `id`). */
const otherNames: Readonly<Record<string, string>> = { in: 'id', cmn: 'zh', yue: 'zh-Hant' };
const traditional = /-(?:hant|tw|hk|mo)\b/;

/** The words for a locale (BCP 47, with `-` or `_`); undefined: not one of the languages. */
export function findWords(locale: string): Words | undefined {
  const known = byLanguage.get(locale);
  if (known !== undefined) return known;
  const tag = locale.toLowerCase().replaceAll('_', '-');
  const primary = tag.split('-', 1)[0] ?? '';
  const language = otherNames[primary] ?? primary;
  return byLanguage.get(language === 'zh' && traditional.test(tag) ? 'zh-Hant' : language);
}

/** The words for a locale, else in English. */
export function wordsFor(locale: string): Words {
  return findWords(locale) ?? english;
}
