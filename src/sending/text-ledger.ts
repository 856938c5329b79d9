import type { SentText } from '../domain/sent-text.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import {
  callbackOf,
  changeText,
  createText,
  isReceiptOfAnother,
  type NewText,
  type TextChanges,
  type TextRow,
  textByKey,
  textRow,
  toSentText,
} from '../store/texts.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';

/** A text after a committed change. */
export interface TextChange {
  text: SentText;
  /** Address that the asker is told by; null: none. */
  callback: string | null;
}

export interface TextLedgerParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  log: Logger;
  /** After each commit: live views. */
  changed(): void;
}

/** A store that is away is tried again after this. */
const againMs = 1_000;

/** Every change of a text goes through here: committed, then told. */
export class TextLedger {
  readonly #parts: TextLedgerParts;
  readonly #listeners = new Set<(change: TextChange) => void>();
  readonly #ending = new AbortController();

  constructor(parts: TextLedgerParts) {
    this.#parts = parts;
  }

  /** Returns how to stop. */
  onChanged(listener: (change: TextChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async create(text: NewText): Promise<{ row: TextRow; created: boolean }> {
    const result = await this.#parts.database.write(createText, text);
    if (result.created) this.#tell(result.row);
    return result;
  }

  /** The text that this key was given for before. */
  async byKey(ownerId: string, idempotencyKey: string | undefined): Promise<TextRow | undefined> {
    return idempotencyKey === undefined ? undefined : textByKey(this.#parts.database, ownerId, idempotencyKey);
  }

  /** Is this the receipt of another text than that of this id? */
  isAnothers(id: string, sourceId: string, receipt: string): Promise<boolean> {
    return isReceiptOfAnother(this.#parts.database, { id, sourceId, receipt });
  }

  /** undefined: the text is not in such a state any more, or another node's. Rejects when the store cannot take it. */
  async change(changes: TextChanges): Promise<TextRow | undefined> {
    const row = await this.#parts.database.write(changeText, changes);
    if (row !== undefined) this.#tell(row);
    return row;
  }

  /** An outcome that is not committed would be unknown after a crash: it is offered until the store takes it. */
  async record(changes: TextChanges): Promise<TextRow | undefined> {
    for (;;) {
      try {
        return await this.change(changes);
      } catch (error) {
        this.#parts.log.error(
          { err: error, text: changes.id },
          'the state of a text could not be stored; trying again',
        );
        if (this.#ending.signal.aborted) return undefined;
        await sleep(this.#parts.clock, againMs, this.#ending.signal).catch(() => undefined);
      }
    }
  }

  /** These were changed elsewhere, by a report. */
  async tellOf(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const row = await textRow(this.#parts.database, id);
      if (row !== undefined) this.#tell(row);
    }
  }

  read(row: TextRow): SentText {
    return toSentText(this.#parts.keyring, row);
  }

  /** Offers outcomes no longer that the store does not take. */
  end(): void {
    this.#ending.abort(new Error('the hub is stopping'));
  }

  close(): void {
    this.end();
    this.#listeners.clear();
  }

  #tell(row: TextRow): void {
    this.#parts.changed();
    if (this.#listeners.size === 0) return;
    const change = { text: this.read(row), callback: callbackOf(this.#parts.keyring, row) };
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#parts.log.error({ err: error, text: row.id }, 'somebody who follows texts failed');
      }
    }
  }
}
