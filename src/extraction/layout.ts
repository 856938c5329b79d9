import type { Candidate } from './candidates.ts';
import { isWrapping, type Reading } from './reading.ts';

/** Nothing else stands on its line. */
export function isOwnLine({ start, end }: Candidate, { folded }: Reading): boolean {
  let before = start;
  while (before > 0 && isFiller(folded.units[before - 1] ?? 0)) before -= 1;
  let after = end;
  while (after < folded.units.length && isFiller(folded.units[after] ?? 0)) after += 1;
  const begins = before === 0 || folded.units[before - 1] === 10;
  return begins && (after === folded.units.length || folded.units[after] === 10);
}

/** Nothing else stands in the text. */
export function isWholeText({ start, end }: Candidate, { folded }: Reading): boolean {
  for (let index = 0; index < start; index += 1)
    if (!isFiller(folded.units[index] ?? 0) && folded.units[index] !== 10) return false;
  for (let index = end; index < folded.units.length; index += 1) {
    if (!isFiller(folded.units[index] ?? 0) && folded.units[index] !== 10) return false;
  }
  return true;
}

function isFiller(unit: number): boolean {
  return (
    unit === 32 ||
    unit === 46 ||
    unit === 58 ||
    unit === 44 ||
    unit === 33 ||
    isWrapping(unit) ||
    unit === 93 ||
    unit === 41 ||
    unit === 62
  );
}
