import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { compileVocabulary } from './compile-vocabulary.ts';
import { fold } from './fold.ts';
import { findHits } from './hits.ts';
import { loadVocabulary, packVocabulary, sourcesOfVocabulary } from './stored-vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

const folder = mkdtempSync(join(tmpdir(), 'vocabulary-'));
after(() => rmSync(folder, { recursive: true }));
const compiled = compileVocabulary();

test('what is stored finds the same phrases as what was compiled', () => {
  const stored = loadVocabulary(fileOf('whole', packVocabulary(compiled)));
  assert.ok(stored !== null);
  for (const text of texts()) assert.deepEqual(found(text, stored), found(text, compiled), text);
  assert.deepEqual({ ...stored, phrases: null }, { ...compiled, phrases: null });
});

test('a stored vocabulary counts only for the sources it was made from', () => {
  const bytes = Buffer.from(packVocabulary(compiled));
  const key = /\d+-\d+/.exec(bytes.toString('latin1'))?.[0] ?? '';
  const other = key.replace(/\d$/, (last) => String((Number(last) + 1) % 10));
  assert.notEqual(key, other);
  bytes.write(other, bytes.indexOf(key), 'latin1');
  assert.equal(loadVocabulary(fileOf('stale', bytes)), null);
});

test('without a stored vocabulary, or with half of one, there is none', () => {
  assert.equal(loadVocabulary(pathToFileURL(join(folder, 'missing'))), null);
  assert.equal(loadVocabulary(fileOf('half', packVocabulary(compiled).subarray(0, 1000))), null);
});

test('every file that makes a vocabulary counts', () => {
  const named = new Set(sourcesOfVocabulary().map((file) => file.href));
  const pending = [new URL('compile-vocabulary.ts', import.meta.url)];
  for (const file of pending) {
    assert.ok(named.has(file.href), `${file.href} is missing`);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|\}) (?!type)[^;]*from '(\..+?)'/gm)) {
      const next = new URL(path, file);
      if (!pending.some((known) => known.href === next.href)) pending.push(next);
    }
  }
  assert.ok(pending.length > 80);
});

function fileOf(name: string, bytes: Uint8Array): URL {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return pathToFileURL(path);
}

function found(text: string, vocabulary: Vocabulary): unknown {
  return findHits(fold(text), vocabulary);
}

function texts(): string[] {
  const corpus = new URL('corpus/', import.meta.url);
  return readdirSync(corpus).flatMap((name) =>
    (JSON.parse(readFileSync(new URL(name, corpus), 'utf8')) as { text: string }[]).map((row) => row.text),
  );
}
