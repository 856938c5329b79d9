import type { MemoryName } from './traits.ts';

/** One slot of a memory. */
export interface StoredPdu {
  memory: MemoryName;
  index: number;
  pdu: string;
  /** Octets behind the service centre, as they are announced. */
  length: number;
  isRead: boolean;
}

/** A memory of so many slots; a new message takes the first free one. */
export class Memory {
  readonly name: MemoryName;
  readonly size: number;
  private readonly base: number;
  private readonly slots = new Map<number, StoredPdu>();

  constructor(name: MemoryName, size: number, base: number) {
    this.name = name;
    this.size = size;
    this.base = base;
  }

  get used(): number {
    return this.slots.size;
  }

  get isFull(): boolean {
    return this.slots.size >= this.size;
  }

  has(index: number): boolean {
    return Number.isInteger(index) && index >= this.base && index < this.base + this.size;
  }

  add(pdu: string, length: number): StoredPdu | undefined {
    for (let index = this.base; index < this.base + this.size; index += 1) {
      if (this.slots.has(index)) continue;
      const stored = { memory: this.name, index, pdu, length, isRead: false };
      this.slots.set(index, stored);
      return stored;
    }
    return undefined;
  }

  find(index: number): StoredPdu | undefined {
    return this.slots.get(index);
  }

  /** By index. */
  all(): StoredPdu[] {
    return [...this.slots.values()].sort((a, b) => a.index - b.index);
  }

  delete(index: number): boolean {
    return this.slots.delete(index);
  }

  clear(): void {
    this.slots.clear();
  }
}
