import type { TextRow } from '../store/texts.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { Lines } from './lines.ts';
import { outgoingOf } from './outgoing.ts';
import type { TextLedger } from './text-ledger.ts';

/** A request that was on its way may still be taken for a while: only then is "never got it" to be believed. */
const settleMs = 15_000;
const askTimeoutMs = 10_000;
/** The other side may be away as well. */
const askAgainMs = 60_000;
/** A report may still come; asking longer than this brings nothing. */
const askForMs = 3_600_000;

export interface TextInquiryParts {
  lines: Lines;
  ledger: TextLedger;
  clock: Clock;
  nodeId: string;
  log: Logger;
  /** It surely did not leave, and waits again. */
  resend(row: TextRow): void;
}

/** Asks a line whether a text left whose outcome is not known; such a text is never sent again blindly. */
export class TextInquiry {
  readonly #parts: TextInquiryParts;
  readonly #timers = new Map<string, Timer>();
  #closed = false;

  constructor(parts: TextInquiryParts) {
    this.#parts = parts;
  }

  /** `row` is stored as `unknown`. */
  ask(row: TextRow): void {
    if (!this.#timers.has(row.id)) this.#later(settleMs, row);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #later(ms: number, row: TextRow): void {
    if (this.#closed) return;
    const timer = this.#parts.clock.after(ms, () => {
      this.#timers.delete(row.id);
      void this.#askNow(row);
    });
    this.#timers.set(row.id, timer);
  }

  async #askNow(row: TextRow): Promise<void> {
    const { lines, ledger, clock, log, nodeId } = this.#parts;
    const since = row.sent_at ?? row.updated_at;
    try {
      const outgoing = outgoingOf(ledger.read(row), lines);
      const signal = AbortSignal.timeout(askTimeoutMs);
      const answer = await lines.find(row.line_id, outgoing, since, signal, row.source_id);
      const now = clock.now();
      if (answer === null) return;
      const known = { id: row.id, from: ['unknown'] as const, nodeId, now };
      if (answer !== 'not sent') {
        const { receipt, sourceId } = answer;
        // Texts of the same words are told apart by it: what another one left is no sign of this one.
        if (await ledger.isAnothers(row.id, sourceId, receipt)) return;
        const reason = 'the line confirmed it when asked';
        await ledger.change({ ...known, state: 'sent', reason, receipt, sourceId });
        return;
      }
      const reason = 'the line never got it';
      const inTime = now < row.send_until;
      const changed = await ledger.change({ ...known, state: inTime ? 'queued' : 'failed', reason, sentAt: null });
      if (changed !== undefined && inTime) this.#parts.resend(changed);
    } catch (error) {
      log.warn({ err: error, text: row.id }, 'could not ask about a text whose outcome is not known');
      if (clock.now() - since < askForMs) this.#later(askAgainMs, row);
    }
  }
}
