/** Languages that one meaning can have: bits of `maskWords` numbers. */
export const maskWords = 3;
export const mostLanguages = 32 * maskWords;

/** How a phrase stands in a text: it begins a word, ends one (`*code`), or may stand inside one (`*code*`). */
export const standing = { beginning: 1, end: 2, inside: 3 } as const;
export type Standing = (typeof standing)[keyof typeof standing];

/** The letter of whatever may stand where a phrase has a space; 0 is no letter of any phrase. */
export const gap = 1;
export const letterBits = 12;
export const anyLetter = (1 << letterBits) - 1;

/** Beside a node's letter: a phrase ends here; a space may follow; the next node goes on from it; others go on, too. */
export const hasMeaning = 0x1000;
export const mayGap = 0x2000;
export const goesOn = 0x4000;
export const branches = 0x8000;
/** Numbers behind a node with a meaning, and for each of its branches: its letter and where it leads. */
export const headSize = 2;
export const branchSize = 3;

/** Numbers of one meaning in a row: what it says below its set of languages, its value, the next meaning. */
export const said = 0;
export const value = 1;
export const next = 2;
export const meaningSize = 3;
export const saidBits = 8;
const saidMask = (1 << saidBits) - 1;

/** The arrays of a tree. */
export interface PackedPhrases {
  /** By unit: its letter. */
  letters: Uint16Array;
  /** By standing and letter: the first node. */
  firsts: Int32Array;
  /** Each node: letter and flags; its first meaning; how many branches, and these; at once the node that goes on. */
  nodes: Uint16Array;
  /** `meaningSize` numbers for each. */
  meanings: Int32Array;
  /** Each set of languages that some meaning has, once: `maskWords` numbers. */
  languages: Int32Array;
}

/**
 * Phrases as a tree of their letters. What a walk needs lies in a row: most steps read the next number, and only where
 * phrases part, the walk goes on elsewhere. Spaces of a phrase are no step: its node says that a space may stand there
 * (`mayGap`). A `PhraseTrieBuilder` makes it.
 */
export class PhraseTrie {
  readonly packed: PackedPhrases;
  readonly #nodes: Uint16Array;
  readonly #meanings: Int32Array;
  readonly #languages: Int32Array;

  constructor(packed: PackedPhrases) {
    this.packed = packed;
    this.#nodes = packed.nodes;
    this.#meanings = packed.meanings;
    this.#languages = packed.languages;
  }

  /** Writes the letters of a text in place of its units; what no phrase has becomes 0. */
  spell(units: Uint16Array, letters: Uint16Array): void {
    const known = this.packed.letters;
    for (let index = 0; index < units.length; index += 1) letters[index] = known[units[index] ?? 0] ?? 0;
  }

  /** The node of a phrase's first letter, or 0. */
  first(stands: Standing, letter: number): number {
    return this.packed.firsts[(stands << letterBits) | letter] ?? 0;
  }

  /** What lies behind a node for this letter, or 0. */
  step(node: number, letter: number): number {
    const nodes = this.#nodes;
    const cell = nodes[node] ?? 0;
    const from = (cell & hasMeaning) === 0 ? node + 1 : node + 1 + headSize;
    const to = (cell & branches) === 0 ? from : from + 1 + (nodes[from] ?? 0) * branchSize;
    if ((cell & goesOn) !== 0 && ((nodes[to] ?? 0) & anyLetter) === letter) return to;
    for (let at = from + 1; at < to; at += branchSize) {
      if (nodes[at] === letter) return ((nodes[at + 1] ?? 0) << 16) | (nodes[at + 2] ?? 0);
    }
    return 0;
  }

  /** Whether a node has `hasMeaning` or `mayGap`. */
  is(node: number, what: number): boolean {
    return ((this.#nodes[node] ?? 0) & what) !== 0;
  }

  /** The first meaning of the phrase that ends at a node which has one. */
  firstMeaning(node: number): number {
    return ((this.#nodes[node + 1] ?? 0) << 16) | (this.#nodes[node + 2] ?? 0);
  }

  nextMeaning(meaning: number): number {
    return this.#meanings[meaning * meaningSize + next] ?? 0;
  }

  roleOf(meaning: number): number {
    return ((this.#meanings[meaning * meaningSize + said] ?? 0) & saidMask) >> 1;
  }

  valueOf(meaning: number): number {
    return this.#meanings[meaning * meaningSize + value] ?? 0;
  }

  isBeginning(meaning: number): boolean {
    return ((this.#meanings[meaning * meaningSize + said] ?? 0) & 1) === 1;
  }

  /** The set of the languages that say it so. */
  languagesOf(meaning: number): number {
    return ((this.#meanings[meaning * meaningSize + said] ?? 0) >>> saidBits) * maskWords;
  }

  /** The languages of a set, 32 in each of the three numbers. */
  languagesIn(set: number, word: number): number {
    return this.#languages[set + word] ?? 0;
  }
}
