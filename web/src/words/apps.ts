import { pageWords } from './page-words.ts';

/** The words of the pages of apps. */
export const appWords = pageWords({
  en: async () => (await import('./en/apps.ts')).apps,
  de: async () => (await import('./de/apps.ts')).apps,
});
