import { batch, computed, signal } from '@preact/signals';
import type { en } from './en/index.ts';
import { localeFor } from './locale.ts';

/** All words that any page may show. Every language has all of them: the compiler says which are missing. */
export type Words = typeof en;

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const storageKey = 'keypigeon.language';
/** Nobody loads words in a language that they do not read. */
const catalogues: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('./en/index.ts')).en,
  de: async () => (await import('./de/index.ts')).de,
};

/** Loads more words in a language, and answers what shows them. */
type MoreWords = (chosen: Language) => Promise<() => void>;

const more: MoreWords[] = [];
const held = signal<Words | null>(null);

/** The words that are shown, from `loadWords` on. */
export const words = computed(() => {
  if (held.value === null) throw new Error('no words are loaded yet');
  return held.value;
});
export const language = signal<Language>('en');
/** How times and numbers are written: as the browser's owner wants it in this language, such as `en-GB`. */
export const locale = computed(() => localeFor(language.value, navigator.languages));

/** Loads the words of the chosen language, else of the first that the browser asks for and we have. */
export async function loadWords(): Promise<void> {
  const wanted = [localStorage.getItem(storageKey) ?? '', ...navigator.languages].map((tag) => tag.split('-')[0] ?? '');
  const found = wanted.find((tag): tag is Language => Object.hasOwn(languages, tag)) ?? 'en';
  await speak(found);
  document.documentElement.lang = found;
}

export async function chooseLanguage(chosen: Language): Promise<void> {
  localStorage.setItem(storageKey, chosen);
  await speak(chosen);
  document.documentElement.lang = chosen;
}

/** Whenever another language is chosen, this is loaded too. */
export function alsoLoad(words: MoreWords): void {
  more.push(words);
}

/** Loads the words of a language and shows them. */
export async function speak(chosen: Language): Promise<void> {
  const [catalogue, ...show] = await Promise.all([catalogues[chosen](), ...more.map((load) => load(chosen))]);
  batch(() => {
    held.value = catalogue;
    for (const one of show) one();
    language.value = chosen;
  });
}
