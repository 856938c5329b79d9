import { z } from 'zod';
import type { SourceContext } from '../source.ts';

const schema = z.object({
  version: z.literal(1),
  /** Fingerprints of the cards and modems whose first list was taken: what comes later is new. */
  places: z.array(z.string()),
  /** Texts of a first list that are still in the modem, and whether they are safely stored. */
  old: z.array(z.object({ key: z.string(), stored: z.boolean() })),
  /** Parts of texts that are safely stored: what is left of them in the modem, or comes again, is no new text. */
  done: z.array(z.object({ key: z.string(), at: z.number() })),
  /** Parts of whole texts that are all in the store, while those texts are being stored. */
  finishing: z.array(z.array(z.string())).default([]),
  /** Texts that went out with parts missing, by their first part: what a late part revises. */
  noted: z.array(z.object({ part: z.string(), key: z.string(), at: z.number() })),
  /** PINs that were entered, with their card: a wrong one is never tried again. */
  pins: z.array(z.object({ key: z.string(), state: z.enum(['untried', 'tried', 'right', 'wrong']) })),
  /** Texts that were sent and whose report is still to come. */
  sent: z.array(
    z.object({
      receipt: z.string(),
      recipient: z.string(),
      references: z.array(z.number()),
      /** TP-Status by reference, as far as known. */
      statuses: z.record(z.string(), z.number()),
      at: z.number(),
      dischargedAt: z.number().nullable(),
    }),
  ),
  /** Fingerprint of the modem's IMEI, by which it is found again under another name. */
  modem: z.string().nullable(),
});

type Content = z.output<typeof schema>;
export type SentRecord = Content['sent'][number];
type PinState = Content['pins'][number]['state'];

const dayMs = 86_400_000;
/** A network tries some days. */
const reportWithinMs = 4 * dayMs;
/** A card or modem that did not tell its name. */
const unnamed = 'unnamed';
const mostDone = 1_000;
const mostSent = 300;

/** What the source remembers between runs: fingerprints and references, no words and no numbers. */
export class Memory {
  content: Content = {
    version: 1,
    places: [],
    old: [],
    done: [],
    finishing: [],
    noted: [],
    pins: [],
    sent: [],
    modem: null,
  };
  readonly #store: SourceContext['memory'];
  readonly #done = new Set<string>();
  readonly #old = new Map<string, boolean>();
  #changes = 0;
  #saved = 0;
  #saving: Promise<void> = Promise.resolve();

  constructor(store: SourceContext['memory']) {
    this.#store = store;
  }

  /** What cannot be read counts as empty. */
  async load(): Promise<void> {
    const parsed = schema.safeParse(await this.#store.load());
    if (!parsed.success) return;
    this.content = parsed.data;
    for (const { key } of parsed.data.done) this.#done.add(key);
    for (const { key, stored } of parsed.data.old) this.#old.set(key, stored);
  }

  isDone(part: string): boolean {
    return this.#done.has(part);
  }

  markDone(parts: string[], now: number): void {
    for (const key of parts) {
      if (this.#done.has(key)) continue;
      this.#done.add(key);
      this.content.done.push({ key, at: now });
    }
    const kept = this.content.done.filter(({ at }) => at > now - dayMs).slice(-mostDone);
    if (kept.length < this.content.done.length) {
      this.content.done = kept;
      this.#done.clear();
      for (const { key } of kept) this.#done.add(key);
    }
    this.#changes += 1;
  }

  /** These parts are all kept, and their text is stored next. */
  beginFinish(parts: string[]): void {
    this.content.finishing = [...this.content.finishing, parts].slice(-mostDone);
    this.#changes += 1;
  }

  endFinish(parts: string[]): void {
    const left = this.content.finishing.filter((ids) => !ids.some((id) => parts.includes(id)));
    if (left.length === this.content.finishing.length) return;
    this.content.finishing = left;
    this.#changes += 1;
  }

  /** A text and the end of its kept parts are one commit: where none is kept any more, the text was stored. */
  settleFinishing(kept: Set<string>, now: number): void {
    for (const parts of this.content.finishing) {
      if (!parts.some((id) => kept.has(id))) this.markDone(parts, now);
      this.endFinish(parts);
    }
  }

  /** A card or modem whose texts have not been listed yet; one that does not tell its name is taken for a known one. */
  isFirstRun(place: string | null): boolean {
    const { places } = this.content;
    return place === null ? places.length === 0 : !places.includes(place) && !places.includes(unnamed);
  }

  /** The first list of a place was read: these were there before us. */
  beginPlace(place: string | null, keys: string[]): void {
    this.content.places.push(place ?? unnamed);
    for (const key of keys) this.#setOld(key, false);
    this.#changes += 1;
  }

  isOld(key: string): boolean {
    return this.#old.has(key);
  }

  isStoredOld(key: string): boolean {
    return this.#old.get(key) === true;
  }

  storedOld(key: string): void {
    if (this.#old.get(key) !== false) return;
    this.#setOld(key, true);
    this.#changes += 1;
  }

  forgetOld(key: string): void {
    if (!this.#old.delete(key)) return;
    this.content.old = this.content.old.filter((one) => one.key !== key);
    this.#changes += 1;
  }

  #setOld(key: string, stored: boolean): void {
    this.#old.set(key, stored);
    this.content.old = [...this.content.old.filter((one) => one.key !== key), { key, stored }];
  }

  notedAs(part: string): string | null {
    return this.content.noted.find((one) => one.part === part)?.key ?? null;
  }

  note(part: string, key: string, now: number): void {
    this.content.noted = [...this.content.noted.filter(({ at }) => at > now - 2 * dayMs), { part, key, at: now }];
    this.#changes += 1;
  }

  forgetNote(part: string): void {
    this.content.noted = this.content.noted.filter((one) => one.part !== part);
    this.#changes += 1;
  }

  pinState(key: string): PinState | null {
    return this.content.pins.find((one) => one.key === key)?.state ?? null;
  }

  setPin(key: string, state: PinState): void {
    this.content.pins = [...this.content.pins.filter((one) => one.key !== key), { key, state }].slice(-50);
    this.#changes += 1;
  }

  addSent(record: SentRecord): void {
    this.content.sent = [...this.content.sent.filter(({ at }) => at > record.at - reportWithinMs), record].slice(
      -mostSent,
    );
    this.#changes += 1;
  }

  removeSent(receipt: string): void {
    this.content.sent = this.content.sent.filter((record) => record.receipt !== receipt);
    this.#changes += 1;
  }

  knowModem(modem: string): void {
    if (this.content.modem === modem) return;
    this.content.modem = modem;
    this.#changes += 1;
  }

  /** Something in `content` was changed from outside. */
  touch(): void {
    this.#changes += 1;
  }

  /** Resolves when everything known until now is durable; rejects when the store fails. */
  save(): Promise<void> {
    const next = this.#saving.then(() => this.#write());
    this.#saving = next.catch(() => undefined);
    return next;
  }

  async #write(): Promise<void> {
    const { content } = this;
    const changes = this.#changes;
    if (changes === this.#saved) return;
    await this.#store.save(structuredClone(content));
    this.#saved = changes;
  }
}
