import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import type { App } from '../store/apps.ts';
import { combineWrites } from '../store/combine-writes.ts';
import { type Database, routine } from '../store/database.ts';
import { earlierChannels } from '../store/verification-failover.ts';
import type { PersonalPart } from '../store/verification-reads.ts';
import { leaveSend, type SendOutcome, settleSends } from '../store/verification-sends.ts';
import type { SendRow, VerificationRow } from '../store/verification-tables.ts';
import type { VerifyService } from '../store/verify-services.ts';
import type { Clock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { Books } from './books.ts';
import { spokenWords } from './call-words.ts';
import type {
  Channel,
  ChannelKind,
  Channels,
  CodeReceipt,
  CodeWords,
  ComposeWords,
  OutgoingCode,
  SendHelp,
} from './channel.ts';
import { codeWords } from './code-words.ts';
import { budgetKey, mostCost } from './day-budget.ts';
import { addressFor } from './issue.ts';
import type { Prices } from './prices.ts';
import { inPlainWords, nameOf } from './text.ts';
import { createTimeLimit } from './time-limit.ts';
import { Turns } from './turns.ts';

/** One try that is to leave. */
export interface SendJob {
  send: SendRow;
  row: VerificationRow;
  personal: PersonalPart;
  app: Pick<App, 'id' | 'ownerId' | 'lines'>;
  service: Pick<VerifyService, 'name' | 'settings'>;
  /** Those of the app, in the order in which they are tried. */
  channels: Channels;
  /** Those that took the code already, and are not to send it again; undefined: none. */
  tried?: ReadonlySet<string>;
  code: string;
}

export interface SenderParts {
  database: Database;
  clock: Clock;
  log: Logger;
  prices: Pick<Prices, 'costOf'>;
  books: Pick<Books, 'left'>;
  compose: ComposeWords;
  /** Something was committed of which followers want to know. */
  changed(): void;
}

/** What a sender tells besides. */
export interface SenderListener {
  /** It is committed that a report of a provider is awaited. */
  onAwaited(): void;
}

function isLost(state: string): boolean {
  return state === 'undelivered' || state === 'unknown';
}

/** So many of an app are on their way at once by each channel, which has its own pace besides. */
const mostAtOnce = 256;
const longestSpokenName = 60;

const settleAll = routine('settleSends', async (trx, outcomes: readonly SendOutcome[]): Promise<null[]> => {
  await settleSends.run(trx, outcomes);
  return outcomes.map(() => null);
});

/**
 * Brings codes to people, once the commit that they are to be sent is there: by the first channel of their kind that
 * takes them, the next one only when the one before surely did not send.
 */
export class CodeSender {
  readonly #parts: SenderParts & SenderListener;
  readonly #settle: (outcome: SendOutcome) => Promise<null>;
  readonly #turns = new Turns(mostAtOnce);
  readonly #running = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(parts: SenderParts & SenderListener) {
    this.#parts = parts;
    this.#settle = combineWrites(parts.database, settleAll, ({ id }) => id);
  }

  add(job: SendJob): void {
    if (this.#closing.signal.aborted) return;
    const running = this.#run(job).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** What is on its way is heard out; what waits goes out at the next start. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the hub stops'));
    await Promise.allSettled(this.#running);
  }

  /** Notes what became of a try that this run did not send. */
  async settle(send: SendRow, state: 'failed' | 'unknown', reason: string): Promise<void> {
    // The next provider may send what this one perhaps did not.
    const reportDueAt = state === 'unknown' ? this.#parts.clock.now() : null;
    await this.#settle(this.#outcome(send, state, { channel: send.channel, reason, reportDueAt }));
    if (reportDueAt !== null) this.#parts.onAwaited();
  }

  /** What it may cost at most by those, in millionths; or by which of them nobody knows. */
  mostCostOf(job: SendJob): { micros: number } | { unpriced: string } {
    const kind = job.send.kind as ChannelKind;
    const outgoing = this.#outgoing(job, kind);
    const parts = {
      channels: this.channelsFor(job, outgoing),
      costOf: (what: Parameters<Prices['costOf']>[0]) => this.#parts.prices.costOf(what),
    };
    return mostCost(parts, kind, outgoing, outgoing.text);
  }

  /** By which it may go, in the order in which they are tried. */
  channelsFor(job: SendJob, outgoing = this.#outgoing(job, job.send.kind as ChannelKind)): readonly Channel[] {
    const { channel: via, kind } = job.send;
    return job
      .channels()
      .filter(
        (one) =>
          (via === null || one.id === via) &&
          job.tried?.has(one.id) !== true &&
          one.kinds.includes(kind as ChannelKind) &&
          one.serves(kind as ChannelKind, outgoing),
      );
  }

  /** What it says, with its code. */
  outgoingOf(job: SendJob): OutgoingCode {
    return this.#outgoing(job, job.send.kind as ChannelKind);
  }

  /** Who asks again did not get it: those that do not know whether it arrived come last, but for lines, which seldom know. */
  async #inOrder({ send }: SendJob, channels: readonly Channel[]): Promise<readonly Channel[]> {
    if (send.number === 1 || channels.length < 2) return channels;
    const earlier = await earlierChannels(this.#parts.database, send);
    const isDoubtful = ({ id, reportWithinMs }: Channel) =>
      earlier.some(
        ({ channel, state }) => channel === id && (isLost(state) || (state === 'sent' && reportWithinMs !== undefined)),
      );
    return [...channels.filter((one) => !isDoubtful(one)), ...channels.filter(isDoubtful)];
  }

  async #run(job: SendJob): Promise<void> {
    const { log, changed, onAwaited } = this.#parts;
    try {
      const outcome = await this.#send(job);
      if (outcome === null) return;
      this.#keepBooks(job, outcome);
      await this.#settle(outcome);
      if (outcome.reportDueAt !== null) onAwaited();
      changed();
    } catch (error) {
      // It stays open in the store: the next start settles it.
      log.warn({ attempt: job.send.id, err: error }, 'what became of a code could not be stored');
    }
  }

  /** null: the hub stops before anything left. */
  async #send(job: SendJob): Promise<SendOutcome | null> {
    const kind = job.send.kind as ChannelKind;
    const outgoing = this.#outgoing(job, kind);
    const refusals: Error[] = [];
    for (const channel of await this.#inOrder(job, this.channelsFor(job, outgoing))) {
      const result = await this.#sendInTurn(channel, kind, outgoing, job);
      if (!(result instanceof Error)) return result;
      if (this.#closing.signal.aborted) return null;
      refusals.push(result);
    }
    const reason = refusals.map(({ message }) => message).join('; ') || `nothing here sends by ${kind} any more`;
    const [first] = refusals;
    const known = first instanceof PermanentDeliveryError || first instanceof TemporaryDeliveryError;
    return this.#outcome(job.send, 'failed', { reason, errorCode: known ? (first.errorCode ?? null) : null });
  }

  /** An error: it surely did not leave by this channel. */
  async #sendInTurn(
    channel: Channel,
    kind: ChannelKind,
    outgoing: OutgoingCode,
    job: SendJob,
  ): Promise<SendOutcome | Error> {
    const turn = `${channel.id} ${job.app.id}`;
    const waited = this.#turns.take(turn);
    try {
      if (waited === undefined) return await this.#sendBy(channel, kind, outgoing, job);
      await waited;
      // It may have been set anew meanwhile.
      const now = this.channelsFor(job, outgoing).find(({ id }) => id === channel.id);
      if (now === undefined || this.#closing.signal.aborted)
        return new TemporaryDeliveryError(`${channel.id} was gone before its turn came`);
      return await this.#sendBy(now, kind, outgoing, job);
    } finally {
      this.#turns.giveBack(turn);
    }
  }

  async #sendBy(
    channel: Channel,
    kind: ChannelKind,
    outgoing: OutgoingCode,
    job: SendJob,
  ): Promise<SendOutcome | Error> {
    const { clock, database } = this.#parts;
    const limit = createTimeLimit(clock, outgoing.expiresAt, this.#closing.signal);
    const leaving = async () => {
      if (!(await database.write(leaveSend, { id: job.send.id, channel: channel.id, now: clock.now() })))
        throw new PermanentDeliveryError('the verification was over before its code left');
    };
    try {
      const help: SendHelp = {
        get signal() {
          return limit.signal;
        },
        leaving,
      };
      return this.#sent(job, channel, outgoing, await channel.send(kind, outgoing, help));
    } catch (error) {
      if (error instanceof PermanentDeliveryError || error instanceof TemporaryDeliveryError) return error;
      const reason = error instanceof Error ? error.message : 'it did not say whether it left';
      const costMicros = this.#costOf(job, outgoing, channel.id);
      const reportDueAt = this.#reportDueAt(job, channel);
      return this.#outcome(job.send, 'unknown', { channel: channel.id, reason, costMicros, reportDueAt });
    } finally {
      limit.cancel();
    }
  }

  #sent(job: SendJob, channel: Channel, outgoing: OutgoingCode, receipt: CodeReceipt): SendOutcome {
    return this.#outcome(job.send, 'sent', {
      channel: channel.id,
      provider: receipt.provider ?? channel.id,
      line: receipt.line ?? null,
      receipt: receipt.receipt,
      reportDueAt: receipt.willReport ? this.#reportDueAt(job, channel) : null,
      costMicros: receipt.costMicros ?? this.#costOf(job, outgoing, receipt.line ?? channel.id),
    });
  }

  /** An app that named the channel says itself what follows. */
  #reportDueAt({ send }: SendJob, { reportWithinMs }: Channel): number | null {
    return reportWithinMs === undefined || send.channel !== null ? null : this.#parts.clock.now() + reportWithinMs;
  }

  #costOf({ send }: SendJob, { to, region, text }: OutgoingCode, by: string): number | null {
    return this.#parts.prices.costOf({ kind: send.kind, by, to, region, text });
  }

  /** What failed has surely not left. */
  #keepBooks({ send, row, personal, app }: SendJob, { state, line, channel, costMicros }: SendOutcome): void {
    if (state === 'failed' || row.test === 1) return;
    const payer = { payer: line ?? channel ?? '', isLine: line !== null };
    const { kind, region, created_at: at } = send;
    const to = addressFor(personal, kind as ChannelKind);
    this.#parts.books.left({ appId: app.id, kind, to, region, at, ...payer, costMicros });
  }

  #outcome(send: SendRow, state: SendOutcome['state'], more: Partial<SendOutcome>): SendOutcome {
    const nothing = { channel: null, provider: null, line: null, receipt: null, reason: null };
    const unknown = { errorCode: null, costMicros: null, reportDueAt: null };
    const { id, cost_micros: micros } = send;
    const reserved = micros === null ? null : { key: budgetKey(send.app_id, send.created_at), micros };
    return { ...nothing, ...unknown, reserved, ...more, id, state, now: this.#parts.clock.now() };
  }

  #outgoing({ send, row, personal, app, service, code }: SendJob, kind: ChannelKind): OutgoingCode {
    const { subject, customName } = personal;
    const made = { code, locale: row.locale, channel: kind, lifetimeMs: row.expires_at - row.created_at };
    const words = codeWords(service, personal, made);
    const spoken =
      kind === 'call' ? { spoken: { ...spokenWords(calledBy(words, row.region)), voice: service.settings.voice } } : {};
    return {
      ...{ attemptId: send.id, verificationId: row.id, appId: app.id, ownerId: app.ownerId, lines: app.lines },
      ...{ to: addressFor(personal, kind), region: row.region, code, locale: row.locale, subject },
      domain: words.domain,
      serviceName: customName ?? service.name,
      ...spoken,
      ...this.#parts.compose(words),
      expiresAt: row.expires_at,
    };
  }
}

/** Names of strangers are in it as in a text. */
function calledBy(words: CodeWords, region: string | null) {
  const payment = words.payment === null ? null : inPlainWords(words.payment, (name) => name);
  return { ...words, serviceName: nameOf(words, longestSpokenName), payment, region };
}
