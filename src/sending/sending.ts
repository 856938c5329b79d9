import { PermanentDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { DeliveryReport, SentText } from '../domain/sent-text.ts';
import { TextRefusedError, type TextWish } from '../domain/text-wish.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { OutgoingText } from '../sources/source.ts';
import { adoptTexts, claimLostTexts, openTexts, unknownTexts } from '../store/open-texts.ts';
import { applyReport } from '../store/reports.ts';
import { getText, sealText, type TextRow } from '../store/texts.ts';
import type { Timer } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';
import { handOver } from './hand-over.ts';
import { Lines, type LinesParts } from './lines.ts';
import { checkRecipient } from './refusals.ts';
import { TextInquiry } from './text-inquiry.ts';
import { type TextChange, TextLedger, type TextLedgerParts } from './text-ledger.ts';
import { type LeftText, TextRunner } from './text-runner.ts';
import { checkLines, checkWish } from './text-wishes.ts';

export interface SendingParts extends LinesParts, TextLedgerParts {
  ids: IdMaker;
  nodeId: string;
  /** 0 … 1. */
  random(): number;
  /** A text left, or may have; not told of those of `sendNow`. */
  onLeft?(text: LeftText): void;
}

/** A text is worth sending for an hour where its asker says nothing else. */
const usualSendMs = 3_600_000;
/** A report may come before the receipt that it names is committed: it is offered again after these times. */
const reportAgainMs = [1_000, 5_000, 30_000] as const;

/** All that our lines send, whoever asks: one queue, one pace, one daily cap and the same refusals for each line. */
export class Sending {
  readonly #parts: SendingParts;
  readonly #lines: Lines;
  readonly #ledger: TextLedger;
  readonly #inquiry: TextInquiry;
  readonly #runner: TextRunner;
  readonly #timers = new Set<Timer>();
  #closed = false;

  constructor(parts: SendingParts) {
    this.#parts = parts;
    this.#lines = new Lines(parts);
    this.#ledger = new TextLedger(parts);
    const common = { ...parts, lines: this.#lines, ledger: this.#ledger };
    this.#inquiry = new TextInquiry({ ...common, resend: (row) => this.#runner.add(row) });
    this.#runner = new TextRunner({ ...common, inquiry: this.#inquiry });
  }

  /** Takes over what an earlier run left: what waits goes out, what was being sent is unknown and asked about. */
  async start(): Promise<void> {
    const { database, nodeId, clock } = this.#parts;
    if (database.dialect === 'sqlite') await database.write(adoptTexts, { nodeId, now: clock.now() });
    await this.#takeUp();
  }

  /** On PostgreSQL, now and then: texts of nodes that are lost. */
  async takeOver(): Promise<void> {
    const { database, nodeId } = this.#parts;
    if ((await database.write(claimLostTexts, { nodeId })) > 0) await this.#takeUp();
  }

  /** Takes a text into the queue of its line; resolves after the commit. Throws TextRefusedError. */
  async take(viewer: Viewer, wish: TextWish): Promise<SentText> {
    const { keyring, ids, clock, nodeId } = this.#parts;
    const now = clock.now();
    const checked = checkWish(this.#lines, viewer, wish);
    const first = await checkLines(this.#lines, checked.lines, now).then(
      () => undefined,
      // Asked again, it is the text of the first time, which may have been the last of the day.
      async (refusal: unknown) =>
        (await this.#ledger.byKey(checked.ownerId, wish.idempotencyKey)) ?? Promise.reject(refusal),
    );
    if (first !== undefined) return this.#asBefore(first, checked.to, wish.text);
    const id = ids();
    const { row, created } = await this.#ledger.create({
      ...checked,
      id,
      appId: wish.appId ?? null,
      sealed: sealText(keyring, id, { text: wish.text, callback: wish.callback ?? null }),
      idempotencyKey: wish.idempotencyKey ?? null,
      nodeId,
      now,
      sendUntil: now + (wish.sendWithinMs ?? usualSendMs),
    });
    if (!created) return this.#asBefore(row, checked.to, wish.text);
    this.#runner.add(row);
    return this.#ledger.read(row);
  }

  /** Takes back a text that waits. Throws KeypigeonError `not-found` or `conflict`. */
  async cancel(viewer: Viewer, id: string): Promise<SentText> {
    const { database, keyring, clock } = this.#parts;
    const text = await getText(database, keyring, viewer, id);
    if (text === undefined) throw new KeypigeonError('not-found', 'There is no text with this id.');
    const changes = { state: 'canceled', reason: null, now: clock.now() } as const;
    const row = await this.#ledger.change({ id, from: ['queued'], nodeId: null, ...changes });
    if (row === undefined)
      throw new KeypigeonError('conflict', 'This text does not wait any more, so it cannot be taken back.');
    this.#runner.drop(id);
    return this.#ledger.read(row);
  }

  onChanged(listener: (change: TextChange) => void): () => void {
    return this.#ledger.onChanged(listener);
  }

  /** What the network said of a text that a source sent; resolves after the commit. */
  async report(sourceId: string, report: DeliveryReport): Promise<void> {
    if (!(await this.#apply(sourceId, report))) this.#reportAgain(sourceId, report, 0);
  }

  /** Sends one message for a destination, as `sendNow`. */
  async relay(
    lineId: string,
    text: () => OutgoingText,
    help: { signal: AbortSignal; leaving(): Promise<void> },
  ): Promise<{ receipt: string; sourceId: string }> {
    const left = () => this.#parts.onLeft?.({ ...text(), lineId, appId: null });
    try {
      const sent = await this.sendNow(lineId, text, help);
      left();
      return sent;
    } catch (error) {
      if (error instanceof UnknownOutcomeError) left();
      throw error;
    }
  }

  /**
   * Sends one message to somebody by a line; `leaving` is awaited right before it leaves. Whoever asks keeps the books.
   * Throws the delivery errors; while it waits for its turn, surely nothing has left. `toOwnLine`: by a line test.
   */
  async sendNow(
    lineId: string,
    text: () => OutgoingText,
    { signal, leaving, toOwnLine }: { signal: AbortSignal; leaving(): Promise<void>; toOwnLine?: boolean },
  ): Promise<{ receipt: string; sourceId: string }> {
    const checked = () => ({ ...text(), to: toOwnLine === true ? text().to : this.#recipient(text().to) });
    checked();
    const line = this.#lines.get(lineId);
    return await handOver(line, { text: checked, urgent: true, leaving, signal }, this.#parts.clock);
  }

  async find(lineId: string, text: OutgoingText, since: number, signal: AbortSignal) {
    const found = await this.#lines.find(lineId, text, since, signal);
    return found === null || found === 'not sent' ? found : { receipt: found.receipt };
  }

  /** Has this line a source that can send just now? */
  canSend(lineId: string): boolean {
    return this.#parts.sendersOf(lineId).length > 0;
  }

  /** How long one text may take once its turn has come, whichever of these lines it is. */
  limitMs(lineIds: readonly string[]): number {
    return this.#lines.limitMs(lineIds);
  }

  /** What is being sent gets a little time; what waits goes out at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
    this.#inquiry.close();
    await this.#runner.close();
    this.#ledger.close();
    await this.#lines.close();
  }

  #asBefore(row: TextRow, to: string, words: string): SentText {
    const text = this.#ledger.read(row);
    if (text.to === to && (text.text === null || text.text === words)) return text;
    throw new TextRefusedError('key-reused', 'Another text was sent with this idempotencyKey: give each text its own.');
  }

  #recipient(to: string): string {
    try {
      return checkRecipient(to, this.#lines.rules());
    } catch (error) {
      if (error instanceof TextRefusedError) throw new PermanentDeliveryError(error.message, { cause: error });
      throw error;
    }
  }

  async #takeUp(): Promise<void> {
    const { database, nodeId, clock } = this.#parts;
    for (const row of await openTexts(database, nodeId)) {
      if (row.state === 'queued') this.#runner.add(row);
      else if (!this.#runner.holds(row.id)) await this.#lostOnTheWay(row);
    }
    for (const row of await unknownTexts(database, nodeId, clock.now())) this.#inquiry.ask(row);
  }

  async #lostOnTheWay(row: TextRow): Promise<void> {
    const reason = 'the hub stopped while this was on its way; whether it left is not known';
    const { nodeId, clock } = this.#parts;
    await this.#ledger.change({ id: row.id, from: ['sending'], nodeId, state: 'unknown', reason, now: clock.now() });
  }

  async #apply(sourceId: string, report: DeliveryReport): Promise<boolean> {
    const { database, clock, changed } = this.#parts;
    const { deliveries, codes, texts } = await database.write(applyReport, { sourceId, report, now: clock.now() });
    if (deliveries > 0 || codes > 0) changed();
    await this.#ledger.tellOf(texts);
    return deliveries > 0 || codes > 0 || texts.length > 0;
  }

  #reportAgain(sourceId: string, report: DeliveryReport, tries: number): void {
    const wait = reportAgainMs[tries];
    if (wait === undefined || this.#closed) return;
    const timer = this.#parts.clock.after(wait, () => {
      this.#timers.delete(timer);
      this.#apply(sourceId, report)
        .then((applied) => applied || this.#reportAgain(sourceId, report, tries + 1))
        .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'a report could not be stored'));
    });
    this.#timers.add(timer);
  }
}
