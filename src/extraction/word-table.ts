/** The arrays of a table. */
export interface PackedWords {
  /** All words, each with a line's end behind it. */
  text: string;
  /** Open addressing: where a word begins, and one more; 0 is free. */
  slots: Int32Array;
  /** By slot: the word's number. */
  numbers: Uint16Array;
}

/** What no word has in it. */
const end = '\n';

/** Words with a number each, looked up where they lie in one string: to load them costs next to nothing. */
export class WordTable {
  readonly packed: PackedWords;

  constructor(packed: PackedWords) {
    this.packed = packed;
  }

  /** Of equal words the first counts; numbers are below 65,536. */
  static of(entries: Iterable<readonly [string, number]>): WordTable {
    const words = new Map<string, number>();
    for (const [word, number] of entries) if (!words.has(word)) words.set(word, number);
    let size = 16;
    while (size < words.size * 2) size *= 2;
    const slots = new Int32Array(size);
    const numbers = new Uint16Array(size);
    const texts: string[] = [];
    let length = 0;
    for (const [word, number] of words) {
      let at = hash(word) & (size - 1);
      while (slots[at] !== 0) at = (at + 1) & (size - 1);
      slots[at] = length + 1;
      numbers[at] = number;
      texts.push(word, end);
      length += word.length + 1;
    }
    return new WordTable({ text: texts.join(''), slots, numbers });
  }

  has(word: string): boolean {
    return this.get(word) !== undefined;
  }

  get(word: string): number | undefined {
    const { text, slots, numbers } = this.packed;
    const last = slots.length - 1;
    for (let at = hash(word) & last; ; at = (at + 1) & last) {
      const start = (slots[at] ?? 0) - 1;
      if (start < 0) return undefined;
      if (text.startsWith(word, start) && text.charAt(start + word.length) === end) return numbers[at];
    }
  }
}

/** FNV-1a over the units of a word. */
function hash(word: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) value = Math.imul(value ^ word.charCodeAt(index), 0x01000193);
  return (value ^ (value >>> 15)) & 0x7fffffff;
}
