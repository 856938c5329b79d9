import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Extraction } from '../domain/code.ts';
import { extract } from './extract.ts';
import { languages } from './languages/index.ts';

/** A text with what should be found in it; what is left out is not checked. */
interface Row extends Partial<Extraction> {
  text: string;
  sender?: string;
  /** ISO 8601. */
  receivedAt?: string;
}

const folder = new URL('./corpus/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

for (const file of files) {
  test(`finds what the texts of corpus/${file} hold`, () => {
    assert.deepEqual(readRows(file).flatMap(differences), []);
  });
}

test('a text in any normal form holds the same', () => {
  for (const { text, sender, code, kind } of files.flatMap(readRows)) {
    if (code === undefined) continue;
    for (const form of ['NFC', 'NFD']) {
      const found = extract(text.normalize(form), { sender });
      assert.equal(found.code, code, `${form}: ${text}`);
      if (kind !== undefined) assert.equal(found.kind, kind, `${form}: ${text}`);
    }
  }
});

test('every language has its words and its texts, with and without a code', () => {
  // `und`: rules of the engine, which hold for texts of every language.
  const tags = ['und', ...languages.map((language) => language.tag)].sort();
  assert.deepEqual(files.map((file) => file.slice(0, -'.json'.length)).sort(), tags);
  for (const file of files) {
    const rows = readRows(file);
    const withCode = rows.filter((row) => typeof row.code === 'string');
    assert.ok(withCode.length >= 3 && rows.length - withCode.length >= 3, `${file}: three of each at least`);
  }
});

function readRows(file: string): Row[] {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Row[];
}

function differences({ text, sender, receivedAt, ...expected }: Row): string[] {
  const found = extract(text, { sender, receivedAt: receivedAt === undefined ? undefined : Date.parse(receivedAt) });
  return Object.entries(expected)
    .filter(([name, value]) => found[name as keyof Extraction] !== value)
    .map(([name, value]) => `${name}: expected ${value}, found ${found[name as keyof Extraction]}: ${text}`);
}
