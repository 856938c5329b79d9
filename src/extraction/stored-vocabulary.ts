import { readdirSync, readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { KnownServices, type PackedServices } from './known-services.ts';
import { type PackedPhrases, PhraseTrie } from './phrase-trie.ts';
import type { Vocabulary } from './vocabulary.ts';
import { type PackedWords, WordTable } from './word-table.ts';

/** Written by `npm ci`, and by `npm run vocabulary`; no part of the sources, and never needed. */
export const storedVocabulary = new URL('../../build/vocabulary.bin', import.meta.url);

/** Where the word lists are, and the files that make a vocabulary of them. */
const languages = new URL('languages/', import.meta.url);
const makers = [
  ...[
    'compile-vocabulary.ts',
    'fold.ts',
    'fold-sign.ts',
    'compose.ts',
    'place.ts',
    'phrase-trie.ts',
    'phrase-trie-builder.ts',
    'roles.ts',
    'stored-vocabulary.ts',
    'known-services.ts',
    'word-table.ts',
  ],
  ...['services.ts', 'services-a-to-l.ts', 'services-m-to-z.ts', 'services-public.ts', 'services-trade.ts'],
  ...['services-banks-asia.ts', 'services-banks-middle-east.ts', 'services-banks-west.ts'],
];

interface Stored {
  /** What it was made from. */
  key: string;
  phrases: PackedPhrases;
  notServices: PackedWords;
  services: PackedServices;
  patterns: Uint8Array;
}

/** A vocabulary as it is stored. */
export function packVocabulary({ phrases, notServices, services, patterns }: Vocabulary): Uint8Array {
  const stored: Stored = {
    key: keyOfSources(),
    phrases: phrases.packed,
    notServices: notServices.packed,
    services: services.packed,
    patterns,
  };
  return serialize(stored);
}

/** The stored vocabulary; null where there is none, or where a word list or anything else that makes it was changed since. */
export function loadVocabulary(file: URL = storedVocabulary): Vocabulary | null {
  const stored = read(file);
  if (stored === null || stored.key !== keyOfSources()) return null;
  return {
    phrases: new PhraseTrie(stored.phrases),
    notServices: new WordTable(stored.notServices),
    services: new KnownServices(stored.services),
    patterns: stored.patterns,
  };
}

function read(file: URL): Stored | null {
  try {
    return deserialize(readFileSync(file)) as Stored;
  } catch {
    // Not there, or from another Node.
    return null;
  }
}

/** Length and checksum of all that a vocabulary is made from. */
function keyOfSources(): string {
  let length = 0;
  let sum = 0;
  for (const file of sourcesOfVocabulary()) {
    const bytes = readFileSync(file);
    length += bytes.length;
    sum = crc32(bytes, sum);
  }
  return `${length}-${sum}`;
}

/** All files that a vocabulary depends on. */
export function sourcesOfVocabulary(): URL[] {
  const lists = readdirSync(languages).sort();
  return [...makers.map((name) => new URL(name, import.meta.url)), ...lists.map((name) => new URL(name, languages))];
}
