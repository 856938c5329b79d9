import { pageWords } from './page-words.ts';

/** The words of the page of line tests. */
export const lineTestWords = pageWords({
  en: async () => (await import('./en/line-tests.ts')).lineTests,
  de: async () => (await import('./de/line-tests.ts')).lineTests,
});
