import { bengali } from './tables/bengali.ts';
import { gujarati } from './tables/gujarati.ts';
import { hindi } from './tables/hindi.ts';
import { kannada } from './tables/kannada.ts';
import { malayalam } from './tables/malayalam.ts';
import { oriya } from './tables/oriya.ts';
import { portuguese } from './tables/portuguese.ts';
import { punjabi } from './tables/punjabi.ts';
import { spanish } from './tables/spanish.ts';
import { tamil } from './tables/tamil.ts';
import { telugu } from './tables/telugu.ts';
import { turkish } from './tables/turkish.ts';
import { urdu } from './tables/urdu.ts';

/**
 * The tables of a language as the standard prints them, turned by a quarter: 128 code points in hexadecimal, `....`
 * where there is none. `locking` takes the place of the default alphabet, `single` that of its extension table.
 */
export interface NationalTables {
  locking: string | null;
  single: string;
}

/** By national language identifier (3GPP TS 23.038 §6.2.1.2.4). */
export const nationalTables: ReadonlyMap<number, NationalTables> = new Map([
  [1, turkish],
  [2, spanish],
  [3, portuguese],
  [4, bengali],
  [5, gujarati],
  [6, hindi],
  [7, kannada],
  [8, malayalam],
  [9, oriya],
  [10, punjabi],
  [11, tamil],
  [12, telugu],
  [13, urdu],
]);

/** Characters by code; undefined where the table has none. */
export function charactersOf(table: string): (string | undefined)[] {
  return table
    .trim()
    .split(/\s+/)
    .map((cell) => (cell === '....' ? undefined : String.fromCodePoint(Number.parseInt(cell, 16))));
}
