import { computed, signal } from '@preact/signals';
import { en } from './en/index.ts';
import { localeFor } from './locale.ts';

/** All words of the app. Every language has all of them: the compiler says which are missing. */
export type Words = typeof en;

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const storageKey = 'keypigeon.language';

/** The words that are shown. */
export const words = signal<Words>(en);
export const language = signal<Language>('en');
/** How times and numbers are written: as the browser's owner wants it in this language, such as `en-GB`. */
export const locale = computed(() => localeFor(language.value, navigator.languages));

/** Loads the words of the chosen language, else of the first that the browser asks for and we have. */
export async function loadWords(): Promise<void> {
  const wanted = [localStorage.getItem(storageKey) ?? '', ...navigator.languages].map((tag) => tag.split('-')[0] ?? '');
  const found = wanted.find((tag): tag is Language => Object.hasOwn(languages, tag)) ?? 'en';
  await use(found);
}

export async function chooseLanguage(chosen: Language): Promise<void> {
  localStorage.setItem(storageKey, chosen);
  await use(chosen);
}

async function use(chosen: Language): Promise<void> {
  words.value = chosen === 'en' ? en : (await import('./de/index.ts')).de;
  language.value = chosen;
  document.documentElement.lang = chosen;
}
