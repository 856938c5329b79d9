import type { Span } from './addresses.ts';
import type { Hit } from './hits.ts';
import { role } from './roles.ts';

/** A code word that no longer phrase makes another kind of code. */
export interface CodeWord extends Span {
  strong: boolean;
}

/** The code words of a text: strong ones win over weak ones, and phrases like `promo code` over both. */
export function findCodeWords(hits: readonly Hit[]): CodeWord[] {
  const words: CodeWord[] = [];
  let last: (Span & { role: number }) | null = null;
  for (const hit of hits) {
    if (hit.role !== role.code && hit.role !== role.weakCode && hit.role !== role.otherCode) continue;
    if (last !== null && hit.start < last.end) {
      if (!wins(hit, last)) continue;
      if (last.role !== role.otherCode) words.pop();
    }
    last = hit;
    if (hit.role !== role.otherCode) words.push({ start: hit.start, end: hit.end, strong: hit.role === role.code });
  }
  return words;
}

/** Of two that overlap, the longer; of equally long ones another code first, then the strong one. */
function wins(hit: Hit, last: Span & { role: number }): boolean {
  const difference = hit.end - hit.start - (last.end - last.start);
  if (difference !== 0) return difference > 0;
  return hit.role === role.otherCode || (hit.role === role.code && last.role === role.weakCode);
}
