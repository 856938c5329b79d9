import { foldUnitAt } from './fold.ts';

/** Languages that one meaning can have: bits of `maskWords` numbers. */
const maskWords = 3;
export const mostLanguages = 32 * maskWords;

/** A node's number, and beside it: a phrase ends here; a space may follow. */
const nodeBits = 0xfffff;
export const hasMeaning = 0x100000;
export const mayGap = 0x200000;

/** What a phrase says: one of `role`, with a number. */
export interface Saying {
  role: number;
  value: number;
}

/**
 * Phrases as a tree of their letters, in typed arrays: a step costs some nanoseconds whatever the number of phrases, and
 * a hundred thousand of them are added in some ten milliseconds. Spaces of a phrase are no step: its node says that a
 * space may stand there (`mayGap`).
 */
export class PhraseTrie {
  readonly #letters = new Uint16Array(65_536);
  /** By unit: the node behind the root. Most walks end there, and this stays in the cache. */
  readonly #roots = new Int32Array(65_536);
  #letterCount = 0;
  /** Open addressing, a key beside its target: an edge's key is its node and its letter; 0 is free. */
  #edges: Int32Array;
  #nodeCount = 1;
  /** By node: its first meaning, and whether a space may follow. */
  #heads: Int32Array;
  #gaps: Uint8Array;
  #meaningCount = 1;
  #said = new Int32Array(1024);
  #values = new Int32Array(1024);
  #next = new Int32Array(1024);
  #masks = new Uint32Array(1024 * maskWords);

  /** `capacity`: a power of two, more than twice the nodes that are expected; it grows where that was too little. */
  constructor(capacity: number) {
    this.#edges = new Int32Array(capacity * 2);
    this.#heads = new Int32Array(capacity >> 1);
    this.#gaps = new Uint8Array(capacity >> 1);
  }

  /** Adds `phrase[start, end)`, from its end where `isBackwards`. `isBeginning`: a longer word may begin with it. */
  add(
    phrase: string,
    {
      start,
      end,
      isBackwards,
      isBeginning,
    }: { start: number; end: number; isBackwards: boolean; isBeginning: boolean },
    { role, value }: Saying,
    language: number,
  ): void {
    let node = 0;
    for (let index = start; index < end; index += 1) {
      const unit = foldUnitAt(phrase, isBackwards ? end - 1 - (index - start) : index);
      if (unit === 0) continue;
      if (isGap(unit)) {
        if (node !== 0) this.#gaps[node] = 1;
      } else {
        const isRoot = node === 0;
        node = this.#grow(node, this.#letter(unit));
        if (isRoot) this.#roots[unit] = node;
      }
    }
    if (node !== 0) this.#say(node, (role << 1) | (isBeginning ? 1 : 0), value, language);
  }

  /** Writes beside each target what else is known of it, so that a step needs no second look; nothing is added later. */
  seal(): void {
    const edges = this.#edges;
    for (let at = 1; at < edges.length; at += 2) edges[at] = this.#sealed(edges[at] ?? 0);
    for (const [unit, node] of this.#roots.entries()) if (node !== 0) this.#roots[unit] = this.#sealed(node);
  }

  #sealed(node: number): number {
    return node | (this.#heads[node] === 0 ? 0 : hasMeaning) | (this.#gaps[node] === 0 ? 0 : mayGap);
  }

  /** What lies behind a node for this unit: a node with `hasMeaning` and `mayGap`; 0 for nothing. */
  step(from: number, unit: number): number {
    const node = from & nodeBits;
    if (node === 0) return this.#roots[unit] ?? 0;
    const letter = this.#letters[unit] ?? 0;
    if (letter === 0) return 0;
    const edges = this.#edges;
    const last = edges.length - 1;
    const key = (node << 12) | letter;
    for (let at = (hash(key) << 1) & last; ; at = (at + 2) & last) {
      const found = edges[at] ?? 0;
      if (found === key) return edges[at + 1] ?? 0;
      if (found === 0) return 0;
    }
  }

  /** The first meaning of the phrase that ends at a node, or 0. */
  firstMeaning(node: number): number {
    return this.#heads[node & nodeBits] ?? 0;
  }

  nextMeaning(meaning: number): number {
    return this.#next[meaning] ?? 0;
  }

  roleOf(meaning: number): number {
    return (this.#said[meaning] ?? 0) >> 1;
  }

  valueOf(meaning: number): number {
    return this.#values[meaning] ?? 0;
  }

  isBeginning(meaning: number): boolean {
    return ((this.#said[meaning] ?? 0) & 1) === 1;
  }

  /** The languages that say it so, 32 in each of the three numbers. */
  languagesOf(meaning: number, word: number): number {
    return this.#masks[meaning * maskWords + word] ?? 0;
  }

  #say(node: number, said: number, value: number, language: number): void {
    let meaning = this.#heads[node] ?? 0;
    while (meaning !== 0 && (this.#said[meaning] !== said || this.#values[meaning] !== value)) {
      meaning = this.#next[meaning] ?? 0;
    }
    if (meaning === 0) {
      meaning = this.#meaningCount;
      if (meaning === this.#said.length) this.#growMeanings();
      this.#meaningCount += 1;
      this.#said[meaning] = said;
      this.#values[meaning] = value;
      this.#next[meaning] = this.#heads[node] ?? 0;
      this.#heads[node] = meaning;
    }
    const at = meaning * maskWords + (language >> 5);
    this.#masks[at] = ((this.#masks[at] ?? 0) | (1 << (language & 31))) >>> 0;
  }

  #growMeanings(): void {
    const length = this.#said.length * 2;
    this.#said = grown(this.#said, new Int32Array(length));
    this.#values = grown(this.#values, new Int32Array(length));
    this.#next = grown(this.#next, new Int32Array(length));
    this.#masks = grown(this.#masks, new Uint32Array(length * maskWords));
  }

  #letter(unit: number): number {
    const known = this.#letters[unit] ?? 0;
    if (known !== 0) return known;
    this.#letterCount += 1;
    this.#letters[unit] = this.#letterCount;
    return this.#letterCount;
  }

  #grow(node: number, letter: number): number {
    const edges = this.#edges;
    const last = edges.length - 1;
    const key = (node << 12) | letter;
    let at = (hash(key) << 1) & last;
    for (let found = edges[at] ?? 0; found !== 0; found = edges[at] ?? 0) {
      if (found === key) return edges[at + 1] ?? 0;
      at = (at + 2) & last;
    }
    const target = this.#nodeCount;
    edges[at] = key;
    edges[at + 1] = target;
    this.#nodeCount += 1;
    if (this.#nodeCount * 4 > edges.length) this.#double();
    return target;
  }

  #double(): void {
    const edges = this.#edges;
    const doubled = new Int32Array(edges.length * 2);
    const last = doubled.length - 1;
    this.#heads = grown(this.#heads, new Int32Array(doubled.length >> 2));
    this.#gaps = grown(this.#gaps, new Uint8Array(doubled.length >> 2));
    for (let index = 0; index < edges.length; index += 2) {
      const key = edges[index] ?? 0;
      if (key === 0) continue;
      let at = (hash(key) << 1) & last;
      while (doubled[at] !== 0) at = (at + 2) & last;
      doubled[at] = key;
      doubled[at + 1] = edges[index + 1] ?? 0;
    }
    this.#edges = doubled;
  }
}

function grown<Numbers extends Int32Array | Uint32Array | Uint8Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** What may stand where a phrase has a space: a space, a line break or a hyphen. */
export function isGap(unit: number): boolean {
  return unit === 32 || unit === 45 || unit === 10;
}

/** Knuth's multiplicative hash, the high bits folded down. */
function hash(key: number): number {
  const product = Math.imul(key, 0x9e3779b1);
  return (product ^ (product >>> 15)) >>> 0;
}
