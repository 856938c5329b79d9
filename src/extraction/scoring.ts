import type { Candidate } from './candidates.ts';
import type { CodeWord } from './code-words.ts';
import type { Hit } from './hits.ts';
import type { Reading } from './reading.ts';

/** At this score a candidate is taken for a code. */
export const enough = 5;

/** What the whole text says, once for all candidates. */
export interface Scoring {
  reading: Reading;
  words: readonly CodeWord[];
  candidates: readonly Candidate[];
  anyStrong: boolean;
  advertises: boolean;
  /** More than one word of advertising, or a code of that kind. */
  advertisesMuch: boolean;
  purposes: readonly Hit[];
  /** Candidates that a word before them calls something else. */
  others: Set<Candidate>;
}
