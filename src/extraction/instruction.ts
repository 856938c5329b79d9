import type { Candidate } from './candidates.ts';
import { endingAt, firstFrom, startingAt } from './hits.ts';
import { place } from './place.ts';
import { isColon, isWrapping, type Reading } from './reading.ts';
import { role } from './roles.ts';

const comma = 44;

/** `Enter 8830 to …`; in some languages the word stands behind: `8830 girin`. */
export function isInstructed({ start, end }: Candidate, { folded, hits }: Reading): boolean {
  let index = start;
  while (
    index > 0 &&
    start - index < 3 &&
    (folded.places[index - 1] === place.space ||
      isWrapping(folded.units[index - 1] ?? 0) ||
      isColon(folded.units[index - 1] ?? 0) ||
      folded.units[index - 1] === comma)
  )
    index -= 1;
  if (endingAt(hits, index, role.instruction) !== null) return true;
  // `use the 481920`, `enter code 481920`
  for (let at = firstFrom(hits, index) - 1; at >= 0 && (hits[at]?.start ?? 0) > start - 32; at -= 1) {
    const hit = hits[at];
    if (hit?.role === role.ifYours && hit.end === index) return true;
    if (hit?.role !== role.instruction || hit.end > index) continue;
    const between = folded.text.slice(hit.end, index).trim();
    if (between.length <= 10 && !/[\d.,:;!?、\n]/.test(between) && !between.includes(' ')) return true;
  }
  let after = end;
  while (
    after - end < 3 &&
    (folded.places[after] === place.space || isWrapping(folded.units[after] ?? 0) || folded.units[after] === 45)
  )
    after += 1;
  return startingAt(hits, after, role.instruction) !== null;
}

/** `If this is you, 482016`: what only the owner is to type in. */
export function isForOwner({ start }: Candidate, { folded, hits }: Reading): boolean {
  let index = start;
  while (index > 0 && start - index < 3 && ' ,:-'.includes(folded.text.charAt(index - 1))) index -= 1;
  return index < start && endingAt(hits, index, role.ifYours) !== null;
}
