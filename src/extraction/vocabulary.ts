import { createRequire } from 'node:module';
import type { PhraseTrie } from './phrase-trie.ts';
import { loadVocabulary } from './stored-vocabulary.ts';

/** Whether the words before a name stand in patterns that close it (`your {service} code`), or leave it open (`code for {service}`). */
export interface BeforeService {
  isClosed: boolean;
  isOpen: boolean;
}

/** All phrases of all languages, ready to be looked for. */
export interface Vocabulary {
  phrases: PhraseTrie;
  /** Words that name no service, in lower case. */
  notServices: ReadonlySet<string>;
  /** By the number of the words before the name. */
  patternsBefore: readonly (BeforeService | undefined)[];
  /** By the number of the words behind it: patterns with nothing before the name. */
  isBehindAlone: readonly (boolean | undefined)[];
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
