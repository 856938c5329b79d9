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
}

const folder = new URL('./corpus/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

for (const file of files) {
  test(`finds what the texts of corpus/${file} hold`, () => {
    const rows = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Row[];
    const errors = rows.flatMap(({ text, sender, ...expected }) => differences(text, sender, expected));
    assert.deepEqual(errors, []);
  });
}

test('every language of the corpus has its words', () => {
  // Rules of the engine that every language shares stand under `und`.
  const tags = new Set(['und', ...languages.map((language) => language.tag)]);
  const missing = files.map((file) => file.slice(0, -'.json'.length)).filter((tag) => !tags.has(tag));
  assert.deepEqual(missing, []);
});

function differences(text: string, sender: string | undefined, expected: Partial<Extraction>): string[] {
  const found = extract(text, { sender });
  return Object.entries(expected)
    .filter(([name, value]) => found[name as keyof Extraction] !== value)
    .map(([name, value]) => `${name}: expected ${value}, found ${found[name as keyof Extraction]}: ${text}`);
}
