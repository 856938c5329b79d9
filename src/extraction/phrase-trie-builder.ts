import { foldUnitAt } from './fold.ts';
import {
  anyLetter,
  branches,
  branchSize,
  gap,
  goesOn,
  hasMeaning,
  headSize,
  letterBits,
  maskWords,
  mayGap,
  meaningSize,
  next,
  PhraseTrie,
  said,
  saidBits,
  standing,
  value,
} from './phrase-trie.ts';

/** What a phrase says: one of `role`, with a number. */
export interface Saying {
  role: number;
  value: number;
}

/**
 * Adds phrases to a tree that grows. A node that is added right behind the one before it needs no entry anywhere; a hash
 * table holds the others.
 */
export class PhraseTrieBuilder {
  readonly #letters = new Uint16Array(65_536);
  #letterCount = gap;
  readonly #firsts = new Int32Array((standing.inside + 1) << letterBits);
  /** By node: its letter and flags, and its first meaning. */
  #cells = new Uint16Array(1 << 18);
  #heads = new Int32Array(1 << 18);
  #nodeCount = 1;
  /** Open addressing, a key beside its target: a branch's key is its node and its letter; 0 is free. */
  #table = new Int32Array(1 << 17);
  /** The same in the order in which they came. */
  readonly #keys: number[] = [];
  readonly #targets: number[] = [];
  #meanings = new Int32Array(meaningSize << 15);
  /** By meaning: its languages. */
  #masks = new Int32Array(maskWords << 15);
  #meaningCount = 1;

  constructor() {
    for (const unit of ' -\n') this.#letters[unit.charCodeAt(0)] = gap;
  }

  /** Adds a phrase, with a `*` at its beginning or end where a word may go on there. */
  add(phrase: string, saying: Saying, language: number): void {
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
      if (letter !== gap)
        node = node === 0 ? this.#growFirst((stands << letterBits) | letter) : this.#grow(node, letter);
      else if (node !== 0) this.#mark(node, mayGap);
    }
    if (node !== 0) this.#say(node, (saying.role << 1) | (isBeginning ? 1 : 0), saying.value, language);
  }

  /** The tree of all that was added, to look in. */
  build(): PhraseTrie {
    const counts = new Uint16Array(this.#nodeCount);
    for (const key of this.#keys) counts[key >>> letterBits] = (counts[key >>> letterBits] ?? 0) + 1;
    const positions = new Int32Array(this.#nodeCount);
    let size = 1;
    for (let node = 1; node < this.#nodeCount; node += 1) {
      positions[node] = size;
      const count = counts[node] ?? 0;
      size += 1 + (this.#heads[node] === 0 ? 0 : headSize) + (count === 0 ? 0 : 1 + count * branchSize);
    }
    return new PhraseTrie({
      letters: this.#letters,
      firsts: this.#firsts.map((node) => positions[node] ?? 0),
      nodes: this.#write(new Uint16Array(size), positions, counts),
      ...this.#writeMeanings(),
    });
  }

  #write(nodes: Uint16Array, positions: Int32Array, counts: Uint16Array): Uint16Array {
    /** By node: where its next branch goes. */
    const free = new Int32Array(this.#nodeCount);
    for (let node = 1; node < this.#nodeCount; node += 1) {
      let at = positions[node] ?? 0;
      nodes[at] = this.#cells[node] ?? 0;
      at += 1;
      const head = this.#heads[node] ?? 0;
      if (head !== 0) at = writeLong(nodes, at, head);
      const count = counts[node] ?? 0;
      if (count === 0) continue;
      nodes[at] = count;
      free[node] = at + 1;
    }
    for (const [index, key] of this.#keys.entries()) {
      const node = key >>> letterBits;
      const at = free[node] ?? 0;
      nodes[at] = key & anyLetter;
      free[node] = writeLong(nodes, at + 1, positions[this.#targets[index] ?? 0] ?? 0);
    }
    return nodes;
  }

  /** Most meanings share their languages with many others: they hold the number of a set. */
  #writeMeanings(): { meanings: Int32Array; languages: Int32Array } {
    const meanings = this.#meanings.slice(0, this.#meaningCount * meaningSize);
    const sets = new Map<string, number>();
    const languages: number[] = [];
    for (let meaning = 0; meaning < this.#meaningCount; meaning += 1) {
      const masks = this.#masks.subarray(meaning * maskWords, (meaning + 1) * maskWords);
      const key = masks.join();
      const set = sets.get(key) ?? sets.size;
      if (set === sets.size) {
        sets.set(key, set);
        languages.push(...masks);
      }
      const at = meaning * meaningSize + said;
      meanings[at] = (meanings[at] ?? 0) | (set << saidBits);
    }
    return { meanings, languages: Int32Array.from(languages) };
  }

  #say(node: number, saying: number, number: number, language: number): void {
    let at = (this.#heads[node] ?? 0) * meaningSize;
    while (at !== 0 && (this.#meanings[at + said] !== saying || this.#meanings[at + value] !== number)) {
      at = (this.#meanings[at + next] ?? 0) * meaningSize;
    }
    if (at === 0) {
      at = this.#meaningCount * meaningSize;
      if (at === this.#meanings.length) {
        this.#meanings = grown(this.#meanings, new Int32Array(at * 2));
        this.#masks = grown(this.#masks, new Int32Array(this.#masks.length * 2));
      }
      this.#meanings[at + said] = saying;
      this.#meanings[at + value] = number;
      this.#meanings[at + next] = this.#heads[node] ?? 0;
      this.#heads[node] = this.#meaningCount;
      this.#mark(node, hasMeaning);
      this.#meaningCount += 1;
    }
    const mask = (at / meaningSize) * maskWords + (language >> 5);
    this.#masks[mask] = (this.#masks[mask] ?? 0) | (1 << (language & 31));
  }

  #newLetter(unit: number): number {
    if (this.#letterCount === anyLetter) throw new Error('More letters than a node has room for: widen letterBits');
    this.#letterCount += 1;
    this.#letters[unit] = this.#letterCount;
    return this.#letterCount;
  }

  #growFirst(at: number): number {
    const known = this.#firsts[at] ?? 0;
    if (known !== 0) return known;
    const node = this.#newNode(at & anyLetter);
    this.#firsts[at] = node;
    return node;
  }

  #grow(node: number, letter: number): number {
    const cell = this.#cells[node] ?? 0;
    if ((cell & goesOn) !== 0 && ((this.#cells[node + 1] ?? 0) & anyLetter) === letter) return node + 1;
    const key = (node << letterBits) | letter;
    const known = (cell & branches) === 0 ? 0 : this.#find(key);
    if (known !== 0) return known;
    const target = this.#newNode(letter);
    if (target === node + 1) this.#mark(node, goesOn);
    else this.#addBranch(node, key, target);
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

  #find(key: number): number {
    const table = this.#table;
    const last = table.length - 1;
    for (let at = hash(key) & last; ; at = (at + 2) & last) {
      const found = table[at] ?? 0;
      if (found === key) return table[at + 1] ?? 0;
      if (found === 0) return 0;
    }
  }

  #addBranch(node: number, key: number, target: number): void {
    this.#mark(node, branches);
    this.#keys.push(key);
    this.#targets.push(target);
    if (this.#keys.length * 4 < this.#table.length) put(this.#table, key, target);
    else {
      this.#table = new Int32Array(this.#table.length * 2);
      for (const [index, each] of this.#keys.entries()) put(this.#table, each, this.#targets[index] ?? 0);
    }
  }
}

/** Writes a number of 32 bits; says where it ends. */
function writeLong(nodes: Uint16Array, at: number, long: number): number {
  nodes[at] = long >>> 16;
  nodes[at + 1] = long & 0xffff;
  return at + 2;
}

function put(table: Int32Array, key: number, target: number): void {
  const last = table.length - 1;
  let at = hash(key) & last;
  while (table[at] !== 0) at = (at + 2) & last;
  table[at] = key;
  table[at + 1] = target;
}

function grown<Numbers extends Int32Array | Uint16Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** Knuth's multiplicative hash, the high bits folded down; even, for a key and its target. */
function hash(key: number): number {
  const product = Math.imul(key, 0x9e3779b1);
  return (product ^ (product >>> 15)) << 1;
}
