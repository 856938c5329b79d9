import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Extraction } from '../domain/code.ts';
import { extract } from './extract.ts';

/** A text of any language with what should be found in it; what is left out is not checked. `at`: when it came, ISO 8601. */
interface Row extends Partial<Extraction> {
  text: string;
  at?: string;
}

const folder = new URL('./corpus-by-subject/', import.meta.url);

for (const file of readdirSync(folder)) {
  test(`finds what the texts of corpus-by-subject/${file} hold`, () => {
    const rows = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Row[];
    const errors = rows.flatMap(({ text, at, ...expected }) => {
      const found = extract(text, at === undefined ? {} : { receivedAt: Date.parse(at) });
      return Object.entries(expected)
        .filter(([name, value]) => found[name as keyof Extraction] !== value)
        .map(([name, value]) => `${name}: expected ${value}, found ${found[name as keyof Extraction]}: ${text}`);
    });
    assert.deepEqual(errors, []);
  });
}
