import { createRequire } from 'node:module';
import type { KnownServices } from './known-services.ts';
import type { PhraseTrie } from './phrase-trie.ts';
import { loadVocabulary } from './stored-vocabulary.ts';
import type { WordTable } from './word-table.ts';

/** All phrases of all languages, ready to be looked for. */
export interface Vocabulary {
  phrases: PhraseTrie;
  /** Words that name no service, in lower case. */
  notServices: WordTable;
  services: KnownServices;
  /** By the number of the words before the name or behind it: the forms of the patterns that they stand in (`patternForm`). */
  patterns: Uint8Array;
}

// The word lists are loaded where nothing newer than them is stored: 100 ms, and 20 MB of a hub that waits.
const require = createRequire(import.meta.url);

let known: Vocabulary | undefined;

/** Loaded once, at the first text: phrases are constants, so the result never changes. */
export function vocabulary(): Vocabulary {
  known ??= loadVocabulary() ?? compile();
  return known;
}

function compile(): Vocabulary {
  const { compileVocabulary } = require('./compile-vocabulary.ts') as typeof import('./compile-vocabulary.ts');
  return compileVocabulary();
}
