import { pageWords } from './page-words.ts';

/** The words of the set-up. */
export const setUpWords = pageWords({
  en: async () => (await import('./en/set-up.ts')).setUp,
  de: async () => (await import('./de/set-up.ts')).setUp,
});
