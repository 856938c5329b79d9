import { z } from 'zod';
import type { SourceContext } from '../source.ts';
import type { Row } from './rows.ts';

const rowSchema = z.object({
  key: z.string(),
  place: z.string(),
  length: z.number(),
  /** It was on the device before the first run. */
  backlog: z.boolean().optional(),
});

const memorySchema = z.object({
  version: z.literal(1),
  /** Fingerprint of the device's serial number; null where it does not tell. */
  device: z.string().nullable(),
  rows: z.array(rowSchema),
  /** Keys of the first list that the store has not taken yet: still backlog when it does. */
  owed: z.array(z.string()),
});

/** What is known of a text that is safely stored here: fingerprints, no words. */
export type KnownRow = z.output<typeof rowSchema>;

/** Which texts of the device are safely stored here. A text is new when it is not among them, whatever its index or read mark. */
export class Memory {
  /** No complete list has been stored yet: what is there now is backlog. */
  firstRun = true;
  device: string | null = null;
  readonly #store: SourceContext['memory'];
  #byKey = new Map<string, KnownRow>();
  #byPlace = new Map<string, KnownRow>();
  #owed = new Set<string>();
  #changed = false;
  #loaded = false;

  constructor(store: SourceContext['memory']) {
    this.#store = store;
  }

  /** What cannot be read counts as empty but not as a first run, so that no text is held back by it. */
  async load(): Promise<void> {
    if (this.#loaded) return;
    const value = await this.#store.load();
    this.#loaded = true;
    if (value === undefined) return;
    this.firstRun = false;
    const parsed = memorySchema.safeParse(value);
    if (!parsed.success) return;
    this.device = parsed.data.device;
    for (const row of parsed.data.rows) this.#put(row);
    this.#owed = new Set(parsed.data.owed);
  }

  get size(): number {
    return this.#byKey.size;
  }

  get(row: Row): KnownRow | undefined {
    return this.#byKey.get(row.key);
  }

  /** Whether the text was there on the first run, now or by an earlier list. */
  isBacklog(row: Row): boolean {
    return this.firstRun || this.#owed.has(row.key) || this.#byKey.get(row.key)?.backlog === true;
  }

  /** The shorter text that stood at the very place of this one: this one continues it. */
  shorterAtSamePlace(row: Row): KnownRow | undefined {
    const known = this.#byPlace.get(row.place);
    return known !== undefined && known.length < row.content.length ? known : undefined;
  }

  /** The text is safely stored. */
  add(row: Row, backlog: boolean): void {
    const replaced = this.#byPlace.get(row.place);
    if (replaced !== undefined) this.#byKey.delete(replaced.key);
    this.#owed.delete(row.key);
    this.#put({ key: row.key, place: row.place, length: row.content.length, ...(backlog ? { backlog } : {}) });
    this.#changed = true;
  }

  /** The store did not take this text of the first list. */
  owe(row: Row): void {
    this.#owed.add(row.key);
    this.#changed = true;
  }

  remove(row: Row): void {
    this.#byKey.delete(row.key);
    this.#byPlace.delete(row.place);
    this.#changed = true;
  }

  /** Forgets what a complete list no longer shows. */
  keepOnly(keys: Set<string>): void {
    for (const known of [...this.#byKey.values()]) {
      if (keys.has(known.key)) continue;
      this.#byKey.delete(known.key);
      if (this.#byPlace.get(known.place)?.key === known.key) this.#byPlace.delete(known.place);
      this.#changed = true;
    }
    for (const key of this.#owed) if (!keys.has(key)) this.#owed.delete(key);
  }

  /** Another device is there: what it holds now is backlog. */
  beginAnew(device: string): void {
    this.#byKey.clear();
    this.#byPlace.clear();
    this.#owed.clear();
    this.firstRun = true;
    this.device = device;
  }

  knowDevice(device: string): void {
    if (this.device === device) return;
    this.device = device;
    this.#changed = true;
  }

  /** Only after every `receive()` of the list has resolved or been counted as owed. */
  async save(): Promise<void> {
    if (!this.#changed && !this.firstRun) return;
    await this.#store.save({
      version: 1,
      device: this.device,
      rows: [...this.#byKey.values()],
      owed: [...this.#owed],
    } satisfies z.output<typeof memorySchema>);
    this.firstRun = false;
    this.#changed = false;
  }

  #put(row: KnownRow): void {
    this.#byKey.set(row.key, row);
    this.#byPlace.set(row.place, row);
  }
}
