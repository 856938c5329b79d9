import { pageWords } from './page-words.ts';

/** The names of settings, wherever forms show them. */
export const fieldWords = pageWords({
  en: async () => (await import('./en/fields.ts')).fields,
  de: async () => (await import('./de/fields.ts')).fields,
});
