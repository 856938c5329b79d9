/** Longest search, in characters, and the most words of one. */
export const longestSearch = 200;
const mostWords = 10;

/** Without case and diacritics (NFKD, Unicode UAX #15), so that `Müller` is found by `muller` and `ﬁ` by `fi`. */
export function foldForSearch(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** What is searched for: every word must be found, wherever. */
export function searchWords(query: string): string[] {
  const words = foldForSearch(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return [...new Set(words)].slice(0, mostWords);
}
