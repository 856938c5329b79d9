import { pageWords } from './page-words.ts';

/** The words of the page of costs. */
export const costWords = pageWords({
  en: async () => (await import('./en/costs.ts')).costs,
  de: async () => (await import('./de/costs.ts')).costs,
});
