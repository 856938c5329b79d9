import { joinParts } from '../../pdu/assemble.ts';
import { decodePdu } from '../../pdu/decode.ts';
import type { Timer } from '../../support/clock.ts';
import type { SourceContext } from '../source.ts';
import type { Memory } from './memory.ts';
import { isWhole, type Part, type PartSet, PartSets, partsOf, type Slot } from './parts.ts';
import type { Patience } from './patience.ts';
import type { Places } from './places.ts';
import { describe } from './text-facts.ts';

/** What never became whole is forgotten after this; the text as far as it came went out long before. */
const forgetAfterMs = 86_400_000;
/** Stands where a part is missing. */
const missing = ' […] ';

export interface WholeTextsOptions {
  context: SourceContext;
  memory: Memory;
  places: Places;
  patience: Patience;
  noteIncompleteAfterMs: number;
  onDeletable(): void;
  /** Resolves when these places are empty, or the port is gone. */
  emptied(slots: Slot[]): Promise<void>;
}

/** Puts texts together from their parts, which are kept durably until then. */
export class WholeTexts {
  readonly #options: WholeTextsOptions;
  readonly #sets = new PartSets();
  /** Every part that waits or is being stored, by id. */
  readonly #parts = new Map<string, Part>();
  readonly #last = new WeakMap<PartSet, Promise<void>>();
  #timer: Timer | null = null;
  #loadedAt = 0;
  #closed = false;

  constructor(options: WholeTextsOptions) {
    this.#options = options;
  }

  /** Parts that were kept before the hub stopped. */
  async load(): Promise<void> {
    const { context, memory } = this.#options;
    const kept = await context.parts.load();
    this.#loadedAt = context.clock.now();
    memory.settleFinishing(new Set(kept.map(({ id }) => id)), this.#loadedAt);
    for (const stored of kept) {
      const part = readStored(stored.id, stored.data, stored.receivedAt);
      if (part === null || memory.isDone(part.id)) {
        await context.parts.drop([stored.id]);
        continue;
      }
      this.#parts.set(part.id, part);
      this.#sets.add(part);
    }
    this.#finishWhole([...this.#sets.all()]);
  }

  add(parts: Part[]): void {
    const touched = new Set<PartSet>();
    for (const part of parts) {
      const set = this.#place(part);
      if (set !== null) touched.add(set);
    }
    this.#finishWhole([...touched]);
    const waiting = parts.filter(({ id }) => this.#parts.has(id));
    void this.#keep(waiting.filter((part) => !part.kept && this.#waits(part)));
    this.#schedule();
  }

  #place(part: Part): PartSet | null {
    const { memory, places } = this.#options;
    const same = this.#parts.get(part.id);
    if (same !== undefined) {
      same.slots.push(...part.slots);
      return null;
    }
    const isStoredOld = memory.isStoredOld(part.id);
    if (memory.isDone(part.id) || isStoredOld) {
      const state = isStoredOld ? 'stays' : 'stored';
      for (const slot of part.slots) places.set(slot, state);
      this.#options.onDeletable();
      return null;
    }
    this.#parts.set(part.id, part);
    return this.#sets.add(part);
  }

  #waits(part: Part): boolean {
    for (const set of this.#sets.all()) if (set.parts.get(part.concat.sequence) === part) return true;
    return false;
  }

  #finishWhole(sets: PartSet[]): void {
    for (const set of sets) {
      if (!isWhole(set)) continue;
      this.#sets.remove(set);
      void this.#inOrder(set, () => this.#finish(set));
    }
    this.#schedule();
  }

  /** The whole text never overtakes the incomplete one that it revises. */
  #inOrder(set: PartSet, work: () => Promise<void>): Promise<void> {
    const next = (this.#last.get(set) ?? Promise.resolve()).then(work);
    this.#last.set(set, next);
    return next;
  }

  #notedAs(set: PartSet): string | null {
    for (const { id } of partsOf(set)) {
      const key = this.#options.memory.notedAs(id);
      if (key !== null) return key;
    }
    return null;
  }

  async #finish(set: PartSet): Promise<void> {
    const { context, memory, patience } = this.#options;
    const parts = partsOf(set);
    const ids = parts.map(({ id }) => id);
    const noted = this.#notedAs(set);
    if (parts.some(({ slots }) => slots.length === 0) && !(await this.#gather(parts))) return;
    const stored = await patience.untilDone(() =>
      context.receive({
        transportKey: this.#keyOf(ids),
        ...this.#describe(set),
        text: joinParts(parts.map(({ deliver }) => deliver)),
        parts: ids,
        ...(noted === null ? {} : { revises: noted }),
      }),
    );
    if (!stored) return;
    memory.markDone(ids, context.clock.now());
    memory.endFinish(ids);
    for (const id of ids) memory.forgetNote(id);
    this.#letGo(parts);
  }

  /**
   * Some parts are in the store alone. The others go there too before the text is committed, and that is noted: were the
   * hub killed right after it, a part that is still in the modem would look like one of a new text. false: closed.
   */
  async #gather(parts: Part[]): Promise<boolean> {
    const { places, emptied, memory, patience } = this.#options;
    await this.#keep(parts.filter(({ kept }) => !kept));
    const slots = parts.flatMap((part) => part.slots);
    for (const slot of slots) places.set(slot, 'stored');
    this.#options.onDeletable();
    await emptied(slots);
    memory.beginFinish(parts.map(({ id }) => id));
    return patience.untilDone(() => memory.save());
  }

  #letGo(parts: Part[]): void {
    const { memory, places } = this.#options;
    for (const part of parts) {
      this.#parts.delete(part.id);
      memory.storedOld(part.id);
      const state = memory.isOld(part.id) ? 'stays' : 'stored';
      for (const slot of part.slots) places.set(slot, state);
    }
    this.#options.onDeletable();
  }

  async #keep(parts: Part[]): Promise<void> {
    const { context, patience } = this.#options;
    if (parts.length === 0) return;
    const stored = parts.map(({ id, pdu, receivedAt }) => ({ id, data: JSON.stringify({ pdu }), receivedAt }));
    if (!(await patience.untilDone(() => context.parts.keep(stored)))) return;
    for (const part of parts) part.kept = true;
    const gone = parts.filter(({ id }) => !this.#parts.has(id)).map(({ id }) => id);
    if (gone.length > 0) await patience.untilDone(() => context.parts.drop(gone));
  }

  /** The parts are durably kept and may leave the modem, which has little room. */
  makeRoom(): void {
    for (const set of this.#sets.all()) {
      for (const part of set.parts.values()) if (part.kept) this.#release(part);
    }
  }

  #release(part: Part): void {
    const { places, onDeletable } = this.#options;
    for (const slot of part.slots.splice(0)) places.set(slot, 'stored');
    onDeletable();
  }

  /** The port is gone: what lay where is not known any more. */
  forgetSlots(): void {
    for (const part of this.#parts.values()) part.slots = [];
  }

  #schedule(): void {
    const { context } = this.#options;
    this.#timer?.cancel();
    if (this.#closed) return;
    const due = Math.min(...[...this.#sets.all()].map((set) => this.#dueAt(set)));
    if (due === Infinity) return;
    this.#timer = context.clock.after(Math.max(due - context.clock.now(), 0), () => this.#onTime());
  }

  #dueAt(set: PartSet): number {
    if (set.rival !== null) return set.rival.until;
    // What came while the hub was away is still to be read.
    const since = Math.max(set.lastAt, this.#loadedAt);
    if (set.parts.size > set.notedParts) return since + this.#options.noteIncompleteAfterMs;
    return set.lastAt + forgetAfterMs;
  }

  #onTime(): void {
    const now = this.#options.context.clock.now();
    this.#finishWhole(this.#sets.settle(now));
    for (const set of [...this.#sets.all()]) {
      if (now < this.#dueAt(set)) continue;
      if (set.parts.size > set.notedParts) void this.#inOrder(set, () => this.#note(set));
      else void this.#forget(set);
    }
    this.#schedule();
  }

  /** Goes out as far as it came; the parts stay here, for the one that is late. */
  async #note(set: PartSet): Promise<void> {
    const { context, memory, patience } = this.#options;
    const parts = partsOf(set);
    set.notedParts = parts.length;
    this.#schedule();
    await this.#keep(parts.filter(({ kept }) => !kept));
    const before = this.#notedAs(set);
    const key = this.#keyOf(['incomplete', ...parts.map(({ id }) => id)]);
    // Noted first: after a crash in between, a late part then still finds the text that it completes.
    if (before === null) memory.note(set.first.id, key, context.clock.now());
    await patience.untilDone(() => memory.save());
    const stored = await patience.untilDone(() =>
      context.receive({
        transportKey: key,
        ...this.#describe(set),
        text: joinParts(
          parts.map(({ deliver }) => deliver),
          { missing },
        ).trim(),
        incomplete: true,
        ...(before === null ? {} : { revises: before }),
      }),
    );
    if (!stored) return;
    for (const part of parts) if (!memory.isOld(part.id)) this.#release(part);
  }

  async #forget(set: PartSet): Promise<void> {
    const { context, memory, patience } = this.#options;
    this.#sets.remove(set);
    const parts = partsOf(set);
    const ids = parts.map(({ id }) => id);
    memory.markDone(ids, context.clock.now());
    for (const id of ids) memory.forgetNote(id);
    await patience.untilDone(() => context.parts.drop(ids));
    this.#letGo(parts);
  }

  #describe(set: PartSet) {
    const parts = partsOf(set);
    const backlog = parts.every(({ id }) => this.#options.memory.isOld(id));
    return { ...describe((parts[0] ?? set.first).deliver), ...(backlog ? { backlog } : {}) };
  }

  #keyOf(ids: string[]): string {
    return this.#options.context.fingerprint(`serial text ${ids.join(' ')}`).slice(0, 27);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }
}

function readStored(id: string, data: string, receivedAt: number): Part | null {
  try {
    const { pdu } = JSON.parse(data) as { pdu: string };
    const deliver = decodePdu(pdu);
    if (deliver.type !== 'deliver' || deliver.concat === null) return null;
    return { id, pdu, deliver, concat: deliver.concat, receivedAt, slots: [], kept: true };
  } catch {
    return null;
  }
}
