import { defaultAlphabet, defaultExtension, escapeCode } from '../support/gsm7-alphabet.ts';
import { charactersOf, nationalTables } from './national-tables.ts';
import type { Shift } from './pdu.ts';

export const noShift: Shift = { locking: null, single: null };

/** Characters by code; undefined where a table has none. */
type Characters = readonly (string | undefined)[];

interface Tables {
  basic: Characters;
  extension: Characters;
  /** Septets by character. */
  septets: ReadonlyMap<string, readonly number[]>;
}

const known = new Map<string, Tables>();

/**
 * Text of septets, one in each octet. A code that the extension table lacks is read in the basic table, a second escape
 * as a space (3GPP TS 23.038 §6.2.1.1); a national table that nobody knows as the default one (§6.2.1.2.4).
 */
export function textOfSeptets(septets: Uint8Array, shift: Shift = noShift): string {
  const { basic, extension } = tablesOf(shift);
  let text = '';
  let escaped = false;
  for (const code of septets) {
    if (code === escapeCode) {
      if (escaped) text += ' ';
      escaped = !escaped;
      continue;
    }
    text += (escaped ? extension[code] : undefined) ?? basic[code] ?? ' ';
    escaped = false;
  }
  return text;
}

/** Septets of one character; undefined when the tables lack it. */
export function septetsOf(character: string, shift: Shift = noShift): readonly number[] | undefined {
  return tablesOf(shift).septets.get(character);
}

function tablesOf(shift: Shift): Tables {
  const key = `${shift.locking} ${shift.single}`;
  const found = known.get(key) ?? makeTables(shift);
  known.set(key, found);
  return found;
}

function makeTables(shift: Shift): Tables {
  const locking = nationalTables.get(shift.locking ?? 0)?.locking ?? null;
  const single = nationalTables.get(shift.single ?? 0)?.single ?? null;
  const basic = locking === null ? [...defaultAlphabet] : charactersOf(locking);
  const extension = single === null ? extensionOfDefault() : charactersOf(single);
  return { basic, extension, septets: byCharacter(basic, extension) };
}

function extensionOfDefault(): (string | undefined)[] {
  const characters = new Map(defaultExtension);
  return Array.from({ length: 128 }, (_, code) => characters.get(code));
}

/** One septet where it can be, the escape and a second one elsewhere. */
function byCharacter(basic: Characters, extension: Characters): Map<string, number[]> {
  const septets = new Map<string, number[]>();
  extension.forEach((character, code) => {
    if (character !== undefined && !septets.has(character)) septets.set(character, [escapeCode, code]);
  });
  [...basic].reverse().forEach((character, index) => {
    const code = basic.length - 1 - index;
    if (character !== undefined && code !== escapeCode) septets.set(character, [code]);
  });
  return septets;
}
