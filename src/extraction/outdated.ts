import type { Candidate } from './candidates.ts';
import type { CodeWord } from './code-words.ts';
import { firstFrom } from './hits.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';

/** `old code was 4819`, `4819 is no longer valid`. */
const longestLink = 16;

/** `Your old code 111222`, `Code 111222 has expired.`: what does not work any more is no code to type in. */
export function isOutdated({ start, end }: Candidate, { hits, folded }: Reading, words: readonly CodeWord[]): boolean {
  const { text } = folded;
  const isNear = (from: number, to: number) => to - from <= longestLink && !/[\d.,:;!?、\n]/.test(text.slice(from, to));
  for (let at = firstFrom(hits, start - 64); at < hits.length; at += 1) {
    const hit = hits[at];
    if (hit === undefined || hit.start > end + longestLink) return false;
    if (hit.role !== role.outdated) continue;
    const namesCode = words.some((word) => word.start < hit.end && word.end > hit.start);
    if (hit.end <= start) {
      // `Last code failed: 481920 …` speaks of another.
      if (namesCode && isNear(hit.end, start)) return true;
    } else if (hit.start >= end && !namesCode && isNear(end, hit.start)) {
      // `expired in 5 minutes` is said of one that still lasts.
      if (/^ ?(?:[.,;!)、\n]|$)/.test(text.slice(hit.end, hit.end + 2))) return true;
    }
  }
  return false;
}
