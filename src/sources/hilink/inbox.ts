import type { Clock } from '../../support/clock.ts';
import type { Logger } from '../../support/logger.ts';
import type { SourceContext } from '../source.ts';
import type { HilinkClient } from './client.ts';
import type { Counts } from './counts.ts';
import { DeviceError } from './errors.ts';
import { type BoxReader, boxes } from './list.ts';
import type { Memory } from './memory.ts';
import { byDate, isText, mayGrow, type Row } from './rows.ts';

/** A text that may still grow is left alone for so long after it last did (stock clients wait as long). */
const settleMs = 10_000;
/** Chores between two polls at most, so that a new text does not wait for them. */
const choresAtOnce = 5;
/** A list may move while it is read; the first one decides what is backlog and must be complete. */
const firstListTries = 3;

export interface InboxOptions {
  client: HilinkClient;
  reader: BoxReader;
  memory: Memory;
  receive: SourceContext['receive'];
  clock: Clock;
  log: Logger;
  markRead: boolean;
  deleteAfterStored: boolean;
}

/** What one look at the list showed. */
export interface Look {
  /** Every row of both inboxes was read. */
  complete: boolean;
  local: Row[];
  sim: Row[];
  /** Texts that the store did not take: they stay where they are. */
  refused: number;
  /** Some text may still grow: look again soon. */
  growing: boolean;
}

/** Takes over what is in the device's inboxes, and marks or deletes it there once it is safely stored. */
export class Inbox {
  readonly #options: InboxOptions;
  /** When each text was first seen as it is now, by key. */
  #since = new Map<string, number>();
  #grown = new Set<string>();
  #chores: Row[] = [];
  #complained = new Set<number>();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /**
   * Hands every text to `receive()` that is not known yet; `complete` reads all pages, else only until a page brings
   * nothing new and the number of texts fits. Throws when the device fails; what was taken by then stays taken.
   */
  async look(complete: boolean, counts: Counts | null): Promise<Look> {
    const { memory } = this.#options;
    if (memory.firstRun) return this.#firstLook(counts);
    let look = await this.#read(complete, counts);
    const number = counts === null ? memory.size : counts.localInbox + counts.simInbox;
    if (!look.complete && look.refused === 0 && memory.size !== number) look = await this.#read(true, counts);
    await this.#finish(look);
    return look;
  }

  async #firstLook(counts: Counts | null): Promise<Look> {
    let look = await this.#read(true, counts);
    for (let tries = 1; tries < firstListTries && counts !== null && look.local.length < counts.localInbox; tries++) {
      look = await this.#read(true, counts);
    }
    await this.#finish(look);
    return look;
  }

  async #read(complete: boolean, counts: Counts | null): Promise<Look> {
    const look: Look = { complete, local: [], sim: [], refused: 0, growing: false };
    await this.#readBox(boxes.localInbox, look.local, look);
    if (counts !== null && counts.simInbox > 0) await this.#readSim(look);
    return look;
  }

  /** A firmware that counts SIM texts and does not list them keeps them to itself. */
  async #readSim(look: Look): Promise<void> {
    try {
      await this.#readBox(boxes.simInbox, look.sim, look);
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      this.#complain(error);
    }
  }

  async #readBox(box: number, rows: Row[], look: Look): Promise<void> {
    for await (const page of this.#options.reader.pages(box)) {
      rows.push(...page);
      const fresh = page.filter((row) => this.#options.memory.get(row) === undefined);
      look.refused += await this.#take(fresh);
      if (!look.complete && fresh.length === 0) return;
    }
  }

  /** Resolves to the number of texts that the store did not take. */
  async #take(fresh: Row[]): Promise<number> {
    const now = this.#options.clock.now();
    for (const row of fresh) if (!this.#since.has(row.key)) this.#since.set(row.key, now);
    const taken = await Promise.allSettled(fresh.toSorted(byDate).map((row) => this.#takeRow(row)));
    const refused = taken.filter((result) => result.status === 'rejected');
    const error: unknown = refused[0]?.reason;
    if (refused.length > 0) this.#options.log.warn({ error, texts: refused.length }, 'the store did not take texts');
    return refused.length;
  }

  async #takeRow(row: Row): Promise<void> {
    const { memory, receive } = this.#options;
    const shorter = memory.shorterAtSamePlace(row);
    const backlog = shorter?.backlog ?? memory.isBacklog(row);
    if (isText(row)) {
      try {
        await receive({
          transportKey: row.key,
          sender: row.phone === '' ? 'unknown' : row.phone,
          text: row.content,
          ...(row.date === '' ? {} : { sentAtLocal: row.date }),
          ...(backlog ? { backlog } : {}),
          ...(shorter === undefined ? {} : { revises: shorter.key }),
        });
      } catch (error) {
        if (backlog) memory.owe(row);
        throw error;
      }
    }
    if (shorter !== undefined) this.#grown.add(row.key);
    memory.add(row, backlog);
  }

  async #finish(look: Look): Promise<void> {
    const { memory } = this.#options;
    const rows = [...look.local, ...look.sim];
    if (look.complete) this.#forgetAllBut(new Set(rows.map((row) => row.key)));
    await memory.save();
    look.growing = rows.some((row) => this.#isUnsettled(row));
    this.#chores = rows.filter((row) => this.#isChore(row)).toSorted(byDate);
  }

  #forgetAllBut(keys: Set<string>): void {
    this.#options.memory.keepOnly(keys);
    for (const key of this.#since.keys()) if (!keys.has(key)) this.#since.delete(key);
    for (const key of this.#grown) if (!keys.has(key)) this.#grown.delete(key);
  }

  /** Safely stored, and no part is to be expected any more: it may be deleted. */
  isSettled(row: Row): boolean {
    return this.#options.memory.get(row) !== undefined && !this.#isUnsettled(row);
  }

  #isUnsettled(row: Row): boolean {
    if (!mayGrow(row) && !this.#grown.has(row.key)) return false;
    const now = this.#options.clock.now();
    const since = this.#since.get(row.key) ?? now;
    this.#since.set(row.key, since);
    return now - since < settleMs;
  }

  #isChore(row: Row): boolean {
    const { memory, markRead, deleteAfterStored } = this.#options;
    if (!this.isSettled(row) || memory.isBacklog(row)) return false;
    return deleteAfterStored || (markRead && row.state === 0);
  }

  /** Marks or deletes some of what the last look found to be safely stored. Call only while the counts have not changed since: an index may be another text's by then. */
  async doChores(): Promise<void> {
    const { deleteAfterStored } = this.#options;
    for (const row of this.#chores.splice(0, choresAtOnce)) {
      if (deleteAfterStored) await this.delete(row);
      else await this.#change('sms/set-read', row);
    }
  }

  dropChores(): void {
    this.#chores = [];
  }

  get hasChores(): boolean {
    return this.#chores.length > 0;
  }

  /** False when the device refused. */
  async delete(row: Row): Promise<boolean> {
    const done = await this.#change('sms/delete-sms', row);
    if (done) this.#options.memory.remove(row);
    return done;
  }

  /** One index per request: lists of them are refused by some firmwares. */
  async #change(path: string, row: Row): Promise<boolean> {
    const body = `<?xml version="1.0" encoding="UTF-8"?><request><Index>${row.index}</Index></request>`;
    try {
      await this.#options.client.post(path, body);
      return true;
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      this.#complain(error);
      return false;
    }
  }

  /** Once per kind of error: chores come again with every list. */
  #complain(error: DeviceError): void {
    if (this.#complained.has(error.code)) return;
    this.#complained.add(error.code);
    this.#options.log.warn({ error }, 'the stick refused a chore; it is tried again with the next list');
  }
}
