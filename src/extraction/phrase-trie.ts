/** One thing that a phrase says, in some languages. */
export interface Meaning {
  role: number;
  value: number;
  /** The phrase ends in `*`: it may stand at the beginning of a longer word. */
  isBeginning: boolean;
  /** Numbers of the languages that say it so. */
  languages: number[];
}

/** Nodes for the start; the table doubles when it is half full. */
const firstCapacity = 1 << 15;

/**
 * Phrases as a tree of their letters, in typed arrays: a step costs some nanoseconds whatever the number of phrases.
 * Spaces of a phrase are no step: its node says that a space may stand there (`mayGap`).
 */
export class PhraseTrie {
  readonly #letters = new Uint16Array(65_536);
  #letterCount = 0;
  #capacity = firstCapacity;
  #keys = new Int32Array(firstCapacity).fill(-1);
  #targets = new Int32Array(firstCapacity);
  #edgeCount = 0;
  #nodeCount = 1;
  #gaps = new Uint8Array(firstCapacity);
  /** The meanings of the phrase that ends at a node. */
  readonly meanings: (Meaning[] | undefined)[] = [undefined];

  /** Adds a folded phrase; the same one again adds a language to its meaning. */
  add(phrase: string, meaning: Omit<Meaning, 'languages'>, language: number): void {
    let node = 0;
    for (let index = 0; index < phrase.length; index += 1) {
      const unit = phrase.charCodeAt(index);
      if (isGap(unit) && node !== 0) this.#gaps[node] = 1;
      else node = this.#grow(node, this.#letter(unit));
    }
    const meanings = this.meanings[node] ?? [];
    this.meanings[node] = meanings;
    const known = meanings.find(
      (one) => one.role === meaning.role && one.value === meaning.value && one.isBeginning === meaning.isBeginning,
    );
    if (known === undefined) meanings.push({ ...meaning, languages: [language] });
    else if (!known.languages.includes(language)) known.languages.push(language);
  }

  /** The node behind `node` for this unit, or 0. */
  step(node: number, unit: number): number {
    const letter = this.#letters[unit] ?? 0;
    if (letter === 0) return 0;
    const key = node * 4096 + letter;
    let slot = hash(key) & (this.#capacity - 1);
    for (;;) {
      const found = this.#keys[slot];
      if (found === key) return this.#targets[slot] ?? 0;
      if (found === -1) return 0;
      slot = (slot + 1) & (this.#capacity - 1);
    }
  }

  mayGap(node: number): boolean {
    return this.#gaps[node] === 1;
  }

  #letter(unit: number): number {
    const known = this.#letters[unit] ?? 0;
    if (known !== 0) return known;
    this.#letterCount += 1;
    this.#letters[unit] = this.#letterCount;
    return this.#letterCount;
  }

  #grow(node: number, letter: number): number {
    const key = node * 4096 + letter;
    let slot = hash(key) & (this.#capacity - 1);
    while (this.#keys[slot] !== -1) {
      if (this.#keys[slot] === key) return this.#targets[slot] ?? 0;
      slot = (slot + 1) & (this.#capacity - 1);
    }
    this.#keys[slot] = key;
    const target = this.#nodeCount;
    this.#targets[slot] = target;
    this.#nodeCount += 1;
    this.meanings.push(undefined);
    this.#edgeCount += 1;
    if (this.#edgeCount * 2 > this.#capacity) this.#double();
    return target;
  }

  #double(): void {
    const { keys, targets } = { keys: this.#keys, targets: this.#targets };
    this.#capacity *= 2;
    this.#keys = new Int32Array(this.#capacity).fill(-1);
    this.#targets = new Int32Array(this.#capacity);
    const gaps = new Uint8Array(this.#capacity);
    gaps.set(this.#gaps);
    this.#gaps = gaps;
    for (const [index, key] of keys.entries()) {
      if (key === -1) continue;
      let slot = hash(key) & (this.#capacity - 1);
      while (this.#keys[slot] !== -1) slot = (slot + 1) & (this.#capacity - 1);
      this.#keys[slot] = key;
      this.#targets[slot] = targets[index] ?? 0;
    }
  }
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
