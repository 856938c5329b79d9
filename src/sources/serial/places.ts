import type { Slot } from './parts.ts';

/** `taking`: on its way to the store; `stored`: may go; `waiting`: part of a text that is not whole; `stays`: ours not to delete. */
export type PlaceState = 'taking' | 'stored' | 'waiting' | 'stays';

interface Held {
  slot: Slot;
  key: string;
  /** Of those with the same key that lie in the modem together: 1, 2 … */
  copy: number;
  state: PlaceState;
}

/** What lies where in the modem, as far as it was read since the port was opened. */
export class Places {
  session = 0;
  readonly #held = new Map<string, Held>();
  readonly #deletable = new Map<string, Slot>();
  readonly #waiters = new Set<() => void>();

  /** Another port, another modem, other indexes. */
  begin(): void {
    this.session += 1;
    this.#held.clear();
    this.#deletable.clear();
    this.#tell();
  }

  /** undefined: what lies there is known already, and is deleted if that is due. */
  hold(slot: Slot, key: string): number | undefined {
    const name = nameOf(slot);
    const held = this.#held.get(name);
    if (held?.key === key) {
      if (held.state === 'stored') this.#deletable.set(name, slot);
      return undefined;
    }
    this.#deletable.delete(name);
    const copies = [...this.#held.values()].filter((one) => one.key === key && one !== held).map(({ copy }) => copy);
    let copy = 1;
    while (copies.includes(copy)) copy += 1;
    this.#held.set(name, { slot, key, copy, state: 'taking' });
    return copy;
  }

  set(slot: Slot, state: PlaceState): void {
    const held = this.#held.get(nameOf(slot));
    if (held === undefined || slot.session !== this.session) return;
    if (held.slot.pdu !== slot.pdu) return;
    held.state = state;
    if (state === 'stored') this.#deletable.set(nameOf(slot), slot);
    else this.#deletable.delete(nameOf(slot));
  }

  /** Places of one memory that may be emptied now. Of equal texts none goes before all are stored: they are told apart by being there together. */
  deletable(most: number): Slot[] {
    const unfinished = new Set(
      [...this.#held.values()].filter(({ state }) => state === 'taking').map(({ key }) => key),
    );
    const slots: Slot[] = [];
    for (const [name, slot] of this.#deletable) {
      if (slots[0] !== undefined && slots[0].memory !== slot.memory) continue;
      if (unfinished.has(this.#held.get(name)?.key ?? '')) continue;
      slots.push(slot);
      if (slots.length === most) break;
    }
    return slots;
  }

  deleted(slots: Slot[]): void {
    for (const slot of slots) {
      this.#held.delete(nameOf(slot));
      this.#deletable.delete(nameOf(slot));
    }
    this.#tell();
  }

  /** Resolves when these places are empty, or when that cannot be waited for. */
  emptied(slots: Slot[]): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        const left = slots.some((slot) => slot.session === this.session && this.#deletable.has(nameOf(slot)));
        if (left) return;
        this.#waiters.delete(look);
        resolve();
      };
      this.#waiters.add(look);
      look();
    });
  }

  #tell(): void {
    for (const look of [...this.#waiters]) look();
  }

  /** Another text lies there now. */
  changed({ memory, index }: Pick<Slot, 'memory' | 'index'>): void {
    this.#held.delete(nameOf({ memory, index }));
    this.#deletable.delete(nameOf({ memory, index }));
    this.#tell();
  }

  /** Nothing is known of them until the memory is listed again. */
  undeleted(slots: Slot[]): void {
    for (const slot of slots) this.#deletable.delete(nameOf(slot));
    this.#tell();
  }

  /** A complete list of a memory shows no others. */
  keepOnly(memory: string, indexes: Set<number>): void {
    for (const [name, { slot }] of this.#held) {
      if (slot.memory !== memory || indexes.has(slot.index)) continue;
      this.#held.delete(name);
      this.#deletable.delete(name);
    }
    this.#tell();
  }

  has(memory: string, index: number): boolean {
    return this.#held.has(nameOf({ memory, index }));
  }

  /** How many lie in a memory. */
  count(memory: string): number {
    let count = 0;
    for (const { slot } of this.#held.values()) if (slot.memory === memory) count += 1;
    return count;
  }

  *all(): Iterable<Readonly<Held>> {
    yield* this.#held.values();
  }
}

function nameOf({ memory, index }: Pick<Slot, 'memory' | 'index'>): string {
  return `${memory} ${index}`;
}
