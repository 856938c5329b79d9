import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { septetsOf, textOfSeptets } from './gsm7-text.ts';
import { charactersOf, nationalTables } from './national-tables.ts';
import type { Shift } from './pdu.ts';

const read = (octets: number[], shift?: Shift) => textOfSeptets(Uint8Array.from(octets), shift);
const locked = (locking: number): Shift => ({ locking, single: null });
const shifted = (single: number): Shift => ({ locking: null, single });

describe('the default alphabet', () => {
  test('every code but the escape is one character, and comes back', () => {
    const codes = Array.from({ length: 128 }, (_, code) => code).filter((code) => code !== 0x1b);
    const text = read(codes);
    assert.equal(new Set(text).size, 127);
    assert.deepEqual(
      [...text].flatMap((character) => septetsOf(character)),
      codes,
    );
  });

  test('the extension table takes the escape', () => {
    assert.equal(read([0x1b, 0x65, 0x1b, 0x3c, 0x1b, 0x0a]), '€[\f');
    assert.deepEqual(septetsOf('€'), [0x1b, 0x65]);
    assert.equal(septetsOf('ž'), undefined);
    assert.equal(septetsOf('\u001b'), undefined);
  });

  test('a code that the extension table lacks is read in the basic one, two escapes as a space', () => {
    assert.equal(read([0x1b, 0x41]), 'A');
    assert.equal(read([0x1b, 0x1b, 0x41]), ' A');
    assert.equal(read([0x41, 0x1b]), 'A');
  });
});

describe('national tables', () => {
  test('are those of 13 languages, of which Spanish has no locking one', () => {
    assert.deepEqual([...nationalTables.keys()], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    assert.deepEqual(
      [...nationalTables].filter(([, { locking }]) => locking === null).map(([id]) => id),
      [2],
    );
  });

  for (const [id, { locking, single }] of nationalTables) {
    test(`${id}: 128 places, none twice but where the standard has it, controls where they belong`, () => {
      for (const table of [locking, single]) {
        if (table === null) continue;
        const characters = charactersOf(table);
        const there = characters.filter((character) => character !== undefined);
        assert.equal(characters.length, 128);
        assert.ok(there.every((character) => [...character].length === 1 && character !== '\u0000'));
        const twice = there.filter((character, at) => there.indexOf(character) !== at);
        assert.ok(
          twice.every((character) => '¡*'.includes(character)),
          `twice: ${twice.join()}`,
        );
      }
      if (locking !== null) {
        const characters = charactersOf(locking);
        assert.deepEqual([characters[0x0a], characters[0x0d], characters[0x1b]], ['\n', '\r', '\u001b']);
      }
      const extension = charactersOf(single);
      assert.deepEqual([extension[0x0a], extension[0x0d], extension[0x1b]].slice(1), [undefined, undefined]);
      assert.deepEqual(
        ['[', '~', ']', '|', '€', '{', '}', '\\', '^'],
        [
          ...[extension[0x3c], extension[0x3d], extension[0x3e], extension[0x40], extension[0x65]],
          ...[extension[0x28], extension[0x29], extension[0x2f], extension[0x14]],
        ],
      );
    });

    test(`${id}: every character comes back`, () => {
      const shift = { locking: id, single: id };
      for (const table of [locking, single]) {
        for (const character of table === null ? [] : charactersOf(table)) {
          if (character === undefined || character === '\u001b') continue;
          assert.equal(read([...(septetsOf(character, shift) ?? [])], shift), character);
        }
      }
    });
  }

  /** Language, locking code and character, single code and character: places picked from the printed tables. */
  const samples: [number, number, string, number, string][] = [
    [1, 0x1c, 'Ş', 0x73, 'ş'],
    [3, 0x16, '^', 0x7f, 'â'],
    [4, 0x15, 'ক', 0x19, '০'],
    [5, 0x15, 'ક', 0x1c, '૦'],
    [6, 0x15, 'क', 0x1c, '०'],
    [7, 0x15, 'ಕ', 0x1c, '೦'],
    [8, 0x15, 'ക', 0x1c, '൦'],
    [9, 0x15, 'କ', 0x1c, '୦'],
    [10, 0x15, 'ਕ', 0x1c, '੦'],
    [11, 0x15, 'க', 0x1c, '௦'],
    [12, 0x15, 'క', 0x1c, '౦'],
    [13, 0x00, 'ا', 0x1c, '۰'],
  ];
  for (const [id, lockingCode, lockingCharacter, singleCode, singleCharacter] of samples) {
    test(`${id}: ${lockingCharacter} and ${singleCharacter} are where they belong`, () => {
      assert.equal(read([lockingCode], locked(id)), lockingCharacter);
      assert.equal(read([0x1b, singleCode], shifted(id)), singleCharacter);
    });
  }

  test('an empty place is a space, or what the locking table has there', () => {
    assert.equal(read([0x0d, 0x0e], locked(4)), '\r ');
    assert.equal(read([0x1b, 0x1c], { locking: 1, single: 1 }), 'Ş');
  });

  test('a language that nobody knows is written with the default tables', () => {
    assert.equal(read([0x00, 0x1b, 0x65], { locking: 14, single: 99 }), '@€');
  });
});
