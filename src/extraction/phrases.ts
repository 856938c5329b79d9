/** Where something stands in a text: `[start, end)` in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

/**
 * One expression for many phrases, longest first, at word boundaries. A space in a phrase also finds a hyphen or
 * nothing. Literals in an alternation only: time is linear in the text.
 */
export function phrasePattern(phrases: readonly string[]): RegExp {
  const sorted = [...phrases].sort((a, b) => b.length - a.length).map(phraseSource);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${sorted.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

/** Every place where the pattern (with the flag `g`) is found. */
export function findSpans(text: string, pattern: RegExp): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The phrase as expression source, without its boundaries. */
export function phraseSource(phrase: string): string {
  return phrase
    .split(' ')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('[\\s\\-‐-–]?');
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
