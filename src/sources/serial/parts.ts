import type { Deliver } from '../../pdu/pdu.ts';
import type { Place } from './memories.ts';

/** Parts of one text reach the service centre one right after the other; so far apart they belong to two texts. */
const sameTextMs = 10 * 60_000;
/** So far apart they may, but a part that fits better may still come. */
const doubtfulMs = 10_000;

/** A place in the modem as it was while a port was open; after that the same index may be another text. */
export interface Slot extends Place {
  session: number;
  pdu: string;
}

/** A part of a text, wherever it is kept. */
export interface Part {
  id: string;
  pdu: string;
  deliver: Deliver;
  concat: NonNullable<Deliver['concat']>;
  receivedAt: number;
  /** Where it still lies in the modem; several where the network brought it twice. */
  slots: Slot[];
  /** It is in the store's own keeping. */
  kept: boolean;
}

/** The parts of one text, as far as they came. */
export interface PartSet {
  /** The first part that came: names the set. */
  first: Part;
  parts: Map<number, Part>;
  total: number;
  lastAt: number;
  /** Parts that were there when it went out incomplete. */
  notedParts: number;
  /** It may belong to an older set; decided when nothing better came. */
  rival: { set: PartSet; until: number } | null;
}

/** How long a doubtful part waits for one that fits better. */
const doubtWaitMs = 3_000;

/** Sorts parts into texts. References come again (3GPP TS 23.040 §9.2.3.24.1), so they alone join nothing. */
export class PartSets {
  readonly #sets = new Map<string, PartSet[]>();

  *all(): Iterable<PartSet> {
    for (const sets of this.#sets.values()) yield* sets;
  }

  /** The set to which the part belongs, which it then holds. */
  add(part: Part): PartSet {
    const key = keyOf(part);
    const sets = this.#sets.get(key) ?? [];
    this.#sets.set(key, sets);
    const fitting = sets
      .filter((set) => !set.parts.has(part.concat.sequence) && distance(set, part) <= sameTextMs)
      .toSorted((a, b) => distance(a, part) - distance(b, part) || b.lastAt - a.lastAt);
    const [best] = fitting;
    if (best !== undefined && distance(best, part) <= doubtfulMs) return join(best, part);
    const set = newSet(part);
    if (best !== undefined) set.rival = { set: best, until: part.receivedAt + doubtWaitMs };
    sets.push(set);
    return set;
  }

  /** Doubts that time has settled: resolves to the sets that grew by it. */
  settle(now: number): PartSet[] {
    const grown: PartSet[] = [];
    for (const set of [...this.all()]) {
      const rival = set.rival;
      if (rival === null || now < rival.until) continue;
      set.rival = null;
      const collides = [...set.parts.keys()].some((sequence) => rival.set.parts.has(sequence));
      if (collides || !this.#has(rival.set)) continue;
      this.remove(set);
      for (const part of set.parts.values()) join(rival.set, part);
      grown.push(rival.set);
    }
    return grown;
  }

  remove(set: PartSet): void {
    const key = keyOf(set.first);
    const left = (this.#sets.get(key) ?? []).filter((one) => one !== set);
    if (left.length === 0) this.#sets.delete(key);
    else this.#sets.set(key, left);
  }

  #has(set: PartSet): boolean {
    return (this.#sets.get(keyOf(set.first)) ?? []).includes(set);
  }
}

export function isWhole(set: PartSet): boolean {
  return set.parts.size === set.total;
}

/** In the order of the text. */
export function partsOf(set: PartSet): Part[] {
  return [...set.parts.values()].toSorted((a, b) => a.concat.sequence - b.concat.sequence);
}

function newSet(part: Part): PartSet {
  return {
    first: part,
    parts: new Map([[part.concat.sequence, part]]),
    total: part.concat.total,
    lastAt: part.receivedAt,
    notedParts: 0,
    rival: null,
  };
}

function join(set: PartSet, part: Part): PartSet {
  set.parts.set(part.concat.sequence, part);
  set.lastAt = Math.max(set.lastAt, part.receivedAt);
  return set;
}

function keyOf({ deliver, concat }: Part): string {
  return JSON.stringify([deliver.sender, concat.reference, concat.total, concat.bits]);
}

/** By the clock of the service centre; by ours where it is not given. */
function distance(set: PartSet, part: Part): number {
  const distances = [...set.parts.values()].map((other) => {
    const { sentAt } = part.deliver;
    if (sentAt === null || other.deliver.sentAt === null) return Math.abs(part.receivedAt - other.receivedAt);
    return Math.abs(sentAt - other.deliver.sentAt);
  });
  return Math.min(...distances);
}
