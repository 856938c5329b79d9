import { foldUnitAt } from './fold.ts';

/** Languages that one meaning can have: bits of `maskWords` numbers. */
const maskWords = 3;
export const mostLanguages = 32 * maskWords;

/** How a phrase stands in a text: it begins a word, ends one (`*code`), or may stand inside one (`*code*`). */
export const standing = { beginning: 1, end: 2, inside: 3 } as const;
export type Standing = (typeof standing)[keyof typeof standing];

/** The letter of whatever may stand where a phrase has a space; 0 is no letter of any phrase. */
export const gap = 1;

/** A node's letter, and beside it: a phrase ends here; a space may follow; the next node goes on from it; others do. */
const letterBits = 12;
const anyLetter = (1 << letterBits) - 1;
export const hasMeaning = 0x1000;
export const mayGap = 0x2000;
const goesOn = 0x4000;
const branches = 0x8000;
const hintBits = 18;

/** What a phrase says: one of `role`, with a number. */
export interface Saying {
  role: number;
  value: number;
}

/** The arrays of a tree. */
export interface PackedPhrases {
  /** By unit: its letter. */
  letters: Uint16Array;
  /** By standing and letter: the first node. */
  firsts: Int32Array;
  /** By node: its letter and what else is known of it. */
  cells: Uint16Array;
  /** By node: its first meaning. */
  heads: Int32Array;
  /** Open addressing, a key beside its target: a branch's key is its node and its letter; 0 is free. */
  branches: Int32Array;
  /** A bit for each key there may be: most walks end here, and this stays in the cache. */
  hints: Int32Array;
  /** `meaningSize` numbers for each. */
  meanings: Int32Array;
}

/** Numbers of one meaning in a row: what it says, its value, the next meaning, its languages. */
const said = 0;
const value = 1;
const next = 2;
const masks = 3;
const meaningSize = masks + maskWords;

function emptyPhrases(): PackedPhrases {
  const letters = new Uint16Array(65_536);
  for (const unit of ' -\n') letters[unit.charCodeAt(0)] = gap;
  return {
    letters,
    firsts: new Int32Array((standing.inside + 1) << letterBits),
    cells: new Uint16Array(1 << 18),
    heads: new Int32Array(1 << 18),
    branches: new Int32Array(1 << 17),
    hints: new Int32Array(1 << (hintBits - 5)),
    meanings: new Int32Array(meaningSize << 15),
  };
}

/**
 * Phrases as a tree of their letters, in typed arrays. A node that is added right behind the one before it is found there
 * without a look elsewhere, so that most of a phrase is read in a row; only where phrases part, a hash table leads on.
 * Spaces of a phrase are no step: its node says that a space may stand there (`mayGap`).
 */
export class PhraseTrie {
  readonly #letters: Uint16Array;
  readonly #firsts: Int32Array;
  readonly #hints: Int32Array;
  #cells: Uint16Array;
  #heads: Int32Array;
  #branches: Int32Array;
  #meanings: Int32Array;
  #letterCount = gap;
  #nodeCount = 1;
  #branchCount = 0;
  #meaningCount = 1;

  /** An empty tree; or one to look in, from what `pack` gave, to which nothing is added. */
  constructor(packed: PackedPhrases = emptyPhrases()) {
    this.#letters = packed.letters;
    this.#firsts = packed.firsts;
    this.#hints = packed.hints;
    this.#cells = packed.cells;
    this.#heads = packed.heads;
    this.#branches = packed.branches;
    this.#meanings = packed.meanings;
  }

  /** All that it holds, to be stored. */
  pack(): PackedPhrases {
    return {
      letters: this.#letters,
      firsts: this.#firsts,
      hints: this.#hints,
      cells: this.#cells.slice(0, this.#nodeCount),
      heads: this.#heads.slice(0, this.#nodeCount),
      branches: this.#branches,
      meanings: this.#meanings.slice(0, this.#meaningCount * meaningSize),
    };
  }

  /** Adds a phrase, with a `*` at its beginning or end where a word may go on there. */
  add(phrase: string, { role, value }: Saying, language: number): void {
    const isEnding = phrase.startsWith('*');
    const isBeginning = phrase.endsWith('*');
    const start = isEnding ? 1 : 0;
    const end = phrase.length - (isBeginning ? 1 : 0);
    const stands = isEnding ? (isBeginning ? standing.inside : standing.end) : standing.beginning;
    let node = 0;
    for (let index = start; index < end; index += 1) {
      const unit = foldUnitAt(phrase, stands === standing.end ? end - 1 - (index - start) : index);
      if (unit === 0) continue;
      const letter = this.#letters[unit] || this.#newLetter(unit);
      if (letter !== gap) node = node === 0 ? this.#growFirst(stands, letter) : this.#grow(node, letter);
      else if (node !== 0) this.#mark(node, mayGap);
    }
    if (node !== 0) this.#say(node, (role << 1) | (isBeginning ? 1 : 0), value, language);
  }

  /** Writes the letters of a text in place of its units; what no phrase has becomes 0. */
  spell(units: Uint16Array, letters: Uint16Array): void {
    const known = this.#letters;
    for (let index = 0; index < units.length; index += 1) letters[index] = known[units[index] ?? 0] ?? 0;
  }

  /** The node of a phrase's first letter, or 0. */
  first(stands: Standing, letter: number): number {
    return this.#firsts[(stands << letterBits) | letter] ?? 0;
  }

  /** What lies behind a node for this letter, or 0. */
  step(node: number, letter: number): number {
    const cells = this.#cells;
    const cell = cells[node] ?? 0;
    if ((cell & goesOn) !== 0 && ((cells[node + 1] ?? 0) & anyLetter) === letter) return node + 1;
    return (cell & branches) === 0 ? 0 : this.#branch((node << letterBits) | letter);
  }

  /** Whether a node has `hasMeaning` or `mayGap`. */
  is(node: number, what: number): boolean {
    return ((this.#cells[node] ?? 0) & what) !== 0;
  }

  /** The first meaning of the phrase that ends at a node, or 0. */
  firstMeaning(node: number): number {
    return this.#heads[node] ?? 0;
  }

  nextMeaning(meaning: number): number {
    return this.#meanings[meaning * meaningSize + next] ?? 0;
  }

  roleOf(meaning: number): number {
    return (this.#meanings[meaning * meaningSize + said] ?? 0) >> 1;
  }

  valueOf(meaning: number): number {
    return this.#meanings[meaning * meaningSize + value] ?? 0;
  }

  isBeginning(meaning: number): boolean {
    return ((this.#meanings[meaning * meaningSize + said] ?? 0) & 1) === 1;
  }

  /** The languages that say it so, 32 in each of the three numbers. */
  languagesOf(meaning: number, word: number): number {
    return this.#meanings[meaning * meaningSize + masks + word] ?? 0;
  }

  #say(node: number, saying: number, number: number, language: number): void {
    let at = (this.#heads[node] ?? 0) * meaningSize;
    while (at !== 0 && (this.#meanings[at + said] !== saying || this.#meanings[at + value] !== number)) {
      at = (this.#meanings[at + next] ?? 0) * meaningSize;
    }
    if (at === 0) {
      at = this.#meaningCount * meaningSize;
      if (at === this.#meanings.length) this.#meanings = grown(this.#meanings, new Int32Array(at * 2));
      this.#meanings[at + said] = saying;
      this.#meanings[at + value] = number;
      this.#meanings[at + next] = this.#heads[node] ?? 0;
      this.#heads[node] = this.#meaningCount;
      this.#mark(node, hasMeaning);
      this.#meaningCount += 1;
    }
    const mask = at + masks + (language >> 5);
    this.#meanings[mask] = (this.#meanings[mask] ?? 0) | (1 << (language & 31));
  }

  #newLetter(unit: number): number {
    if (this.#letterCount === anyLetter) throw new Error('More letters than a node has room for: widen letterBits');
    this.#letterCount += 1;
    this.#letters[unit] = this.#letterCount;
    return this.#letterCount;
  }

  #growFirst(stands: Standing, letter: number): number {
    const at = (stands << letterBits) | letter;
    const known = this.#firsts[at] ?? 0;
    if (known !== 0) return known;
    const node = this.#newNode(letter);
    this.#firsts[at] = node;
    return node;
  }

  #grow(node: number, letter: number): number {
    const known = this.step(node, letter);
    if (known !== 0) return known;
    const target = this.#newNode(letter);
    if (target === node + 1) this.#mark(node, goesOn);
    else {
      this.#mark(node, branches);
      this.#addBranch((node << letterBits) | letter, target);
    }
    return target;
  }

  #newNode(letter: number): number {
    const node = this.#nodeCount;
    if (node === this.#cells.length) {
      this.#cells = grown(this.#cells, new Uint16Array(node * 2));
      this.#heads = grown(this.#heads, new Int32Array(node * 2));
    }
    this.#cells[node] = letter;
    this.#nodeCount += 1;
    return node;
  }

  #mark(node: number, what: number): void {
    this.#cells[node] = (this.#cells[node] ?? 0) | what;
  }

  #branch(key: number): number {
    const hashed = hash(key);
    const hint = hashed >>> (32 - hintBits);
    if (((this.#hints[hint >> 5] ?? 0) & (1 << (hint & 31))) === 0) return 0;
    const table = this.#branches;
    const last = table.length - 1;
    for (let at = (hashed << 1) & last; ; at = (at + 2) & last) {
      const found = table[at] ?? 0;
      if (found === key) return table[at + 1] ?? 0;
      if (found === 0) return 0;
    }
  }

  #addBranch(key: number, target: number): void {
    this.#branchCount += 1;
    if (this.#branchCount * 4 > this.#branches.length) this.#doubleBranches();
    put(this.#branches, key, target);
    const hint = hash(key) >>> (32 - hintBits);
    this.#hints[hint >> 5] = (this.#hints[hint >> 5] ?? 0) | (1 << (hint & 31));
  }

  #doubleBranches(): void {
    const branches = this.#branches;
    const doubled = new Int32Array(branches.length * 2);
    for (let at = 0; at < branches.length; at += 2) {
      if (branches[at] !== 0) put(doubled, branches[at] ?? 0, branches[at + 1] ?? 0);
    }
    this.#branches = doubled;
  }
}

function put(branches: Int32Array, key: number, target: number): void {
  const last = branches.length - 1;
  let at = (hash(key) << 1) & last;
  while (branches[at] !== 0) at = (at + 2) & last;
  branches[at] = key;
  branches[at + 1] = target;
}

function grown<Numbers extends Int32Array | Uint16Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** Knuth's multiplicative hash, the high bits folded down. */
function hash(key: number): number {
  const product = Math.imul(key, 0x9e3779b1);
  return product ^ (product >>> 15);
}
