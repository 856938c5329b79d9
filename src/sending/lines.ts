import type { LineSetting } from '../config/configuration.ts';
import type { OutgoingText } from '../sources/source.ts';
import type { Database } from '../store/database.ts';
import type { Clock } from '../support/clock.ts';
import { DailyAllowance } from './daily-allowance.ts';
import type { LineSender, SendingLine } from './hand-over.ts';
import { LineQueue } from './line-queue.ts';
import type { NumberRules } from './refusals.ts';

export interface LinesParts {
  database: Database;
  clock: Clock;
  /** As the configuration is now. */
  settings(): { lines: readonly LineSetting[]; defaultRegion: string | null };
  /** The open sources of a line that can send, in the order of the configuration. */
  sendersOf(lineId: string): readonly LineSender[];
}

/** What a line without a sender is given: nothing waits for it for long. */
const noTimeMs = 1_000;

/** Our lines as far as they send. */
export class Lines {
  readonly #parts: LinesParts;
  readonly #queues = new Map<string, LineQueue>();
  readonly #allowances = new Map<string, DailyAllowance>();

  constructor(parts: LinesParts) {
    this.#parts = parts;
  }

  /** undefined: there is no such line. */
  setting(lineId: string): LineSetting | undefined {
    return this.#parts.settings().lines.find((line) => line.id === lineId);
  }

  /** The line whose number this is. */
  byNumber(number: string): LineSetting | undefined {
    return this.#parts.settings().lines.find((line) => line.number === number);
  }

  get(lineId: string): SendingLine {
    const perDay = this.setting(lineId)?.sending.perDay ?? 0;
    const allowance = this.#allowanceOf(lineId);
    return {
      id: lineId,
      senders: this.#parts.sendersOf(lineId),
      queue: this.#queueOf(lineId),
      perDay,
      async pay() {
        return (await allowance.take(perDay)) ? () => allowance.giveBack() : undefined;
      },
    };
  }

  rules(): NumberRules {
    const { lines, defaultRegion } = this.#parts.settings();
    return { defaultRegion: defaultRegion ?? undefined, ownNumbers: lines.flatMap((line) => line.number ?? []) };
  }

  /** Is there something left of today, with what waits already? */
  async hasRoom(lineId: string): Promise<boolean> {
    const perDay = this.setting(lineId)?.sending.perDay ?? 0;
    const taken = await this.#allowanceOf(lineId).taken();
    return taken + this.#queueOf(lineId).depth < perDay;
  }

  /** How long one text may take once its turn has come, whichever of these lines it is. */
  limitMs(lineIds: readonly string[]): number {
    const times = lineIds.map((id) => this.#parts.sendersOf(id).reduce((sum, { sender }) => sum + sender.timeoutMs, 0));
    return Math.max(noTimeMs, ...times);
  }

  /**
   * Did a text like this leave by the line? null: one of its sources cannot tell, and none knows of it.
   *
   * @param only the source that it was handed to; where that is not open any more, no other one can tell
   */
  async find(
    lineId: string,
    text: OutgoingText,
    since: number,
    signal: AbortSignal,
    only: string | null = null,
  ): Promise<{ receipt: string; sourceId: string } | 'not sent' | null> {
    const senders = this.#parts.sendersOf(lineId).filter(({ sourceId }) => only === null || sourceId === only);
    let answer: 'not sent' | null = senders.length === 0 ? null : 'not sent';
    for (const { sourceId, sender } of senders) {
      const found = await sender.find(text, since, signal);
      if (found !== null && found !== 'not sent') return { receipt: found.receipt, sourceId };
      if (found === null) answer = null;
    }
    return answer;
  }

  async close(): Promise<void> {
    for (const queue of this.#queues.values()) queue.close();
    await Promise.all([...this.#allowances.values()].map((allowance) => allowance.close()));
  }

  #queueOf(lineId: string): LineQueue {
    const known = this.#queues.get(lineId);
    if (known !== undefined) return known;
    const queue = new LineQueue(this.#parts.clock, () => this.#paceMs(lineId));
    this.#queues.set(lineId, queue);
    return queue;
  }

  #allowanceOf(lineId: string): DailyAllowance {
    const known = this.#allowances.get(lineId);
    if (known !== undefined) return known;
    const allowance = new DailyAllowance(this.#parts.database, this.#parts.clock, `line:${lineId}`);
    this.#allowances.set(lineId, allowance);
    return allowance;
  }

  #paceMs(lineId: string): number {
    const own = this.setting(lineId)?.sending.everySeconds ?? null;
    if (own !== null) return own * 1000;
    return Math.max(0, ...this.#parts.sendersOf(lineId).map(({ sender }) => sender.paceMs));
  }
}
