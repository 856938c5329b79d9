import type { StatusReport } from '../../pdu/pdu.ts';
import { sleep } from '../../support/clock.ts';
import type { SourceContext } from '../source.ts';
import type { Memory, SentRecord } from './memory.ts';

/** The hub writes down that a text was sent after the modem said so: its report comes after that. */
const settleMs = 2_000;
/** A report may overtake the modem's own answer. */
const earlyMs = 60_000;
/** Networks write the recipient in their own way; the end is the same. */
const comparedDigits = 8;

/** Which report belongs to which text that was sent. */
export class SentTexts {
  readonly #context: SourceContext;
  readonly #memory: Memory;
  readonly #signal: AbortSignal;
  #early: { report: StatusReport; at: number }[] = [];

  constructor(context: SourceContext, memory: Memory, signal: AbortSignal) {
    this.#context = context;
    this.#memory = memory;
    this.#signal = signal;
  }

  /** What was known when the hub stopped. */
  resume(): void {
    for (const record of [...this.#memory.content.sent]) this.#settle(record);
  }

  /** Remembers what was sent; resolves when that is durable. */
  async add(receipt: string, to: string, references: number[]): Promise<void> {
    const now = this.#context.clock.now();
    const recipient = this.#recipientKey(to);
    this.#memory.addSent({ receipt, recipient, references, statuses: {}, at: now, dischargedAt: null });
    const early = this.#early.filter(({ at }) => at > now - earlyMs);
    this.#early = [];
    for (const { report } of early) this.#apply(report);
    await this.#memory.save();
  }

  /** Resolves when it is noted. A report about something else is let go. */
  async take(report: StatusReport): Promise<void> {
    if (report.outcome === 'trying') return;
    this.#apply(report);
    await this.#memory.save();
  }

  #apply(report: StatusReport): void {
    const recipient = this.#recipientKey(report.recipient);
    const record = this.#memory.content.sent.findLast(
      (one) =>
        one.recipient === recipient &&
        one.references.includes(report.reference) &&
        one.statuses[report.reference] === undefined,
    );
    if (record === undefined) {
      this.#early = [...this.#early, { report, at: this.#context.clock.now() }].slice(-50);
      return;
    }
    record.statuses[report.reference] = report.status;
    record.dischargedAt = Math.max(record.dischargedAt ?? 0, report.dischargedAt ?? this.#context.clock.now());
    this.#memory.touch();
    this.#settle(record);
  }

  #settle(record: SentRecord): void {
    const statuses = Object.values(record.statuses);
    const failed = statuses.find((status) => status > 0x1f);
    if (failed === undefined && statuses.length < new Set(record.references).size) return;
    void this.#report(record, failed ?? null);
  }

  async #report(record: SentRecord, failed: number | null): Promise<void> {
    const { clock, report, log } = this.#context;
    try {
      await sleep(clock, Math.max(record.at + settleMs - clock.now(), 0), this.#signal);
      await report({
        receipt: record.receipt,
        state: failed === null ? 'delivered' : 'undelivered',
        detail: failed === null ? null : describeStatus(failed),
        ...(failed === null ? {} : { errorCode: failed }),
        at: record.dischargedAt ?? clock.now(),
      });
      this.#memory.removeSent(record.receipt);
      await this.#memory.save();
    } catch (error) {
      // Noted durably, so it is told again at the next start.
      if (!this.#signal.aborted) log.warn({ error }, 'a delivery report could not be stored now');
    }
  }

  #recipientKey(number: string): string {
    const digits = number.replace(/\D/g, '').slice(-comparedDigits);
    return this.#context.fingerprint(`serial recipient ${digits}`).slice(0, 27);
  }
}

/** 3GPP TS 23.040 §9.2.3.15 TP-Status. */
function describeStatus(status: number): string {
  if (status === 0x46 || status === 0x66) return 'the phone could not be reached until the time was over';
  if (status === 0x45 || status === 0x65) return 'the network refused it: the text is not allowed there';
  if (status === 0x43 || status === 0x63 || status === 0x41) return 'the network cannot reach this number';
  return `the network could not deliver it (status ${status})`;
}
