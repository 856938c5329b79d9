import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { OutgoingText, TextSender } from '../sources/source.ts';
import type { Clock } from '../support/clock.ts';
import type { LineQueue } from './line-queue.ts';

/** A sender that ignores its signal is left behind after this. */
const graceMs = 500;
/** Twilio's "daily message limit exceeded": programs that were made for it know it (twilio.com/docs/api/errors/63038). */
const capErrorCode = 63_038;

/** A source of the line that can send. */
export interface LineSender {
  sourceId: string;
  sender: TextSender;
}

/** What a line sends by. */
export interface SendingLine {
  id: string;
  /** In the order in which they are tried. */
  senders: readonly LineSender[];
  queue: LineQueue;
  /** Takes one from the day's allowance; undefined when it is used up, else how to give it back. */
  pay(): Promise<(() => Promise<void>) | undefined>;
  perDay: number;
}

export interface HandOver {
  /** Made when its turn has come: it may say how late it is. */
  text(): OutgoingText;
  /** A relayed code goes before other texts. */
  urgent: boolean;
  /**
   * Awaited right before the text leaves by this source: what it commits is known after a crash. Rejects when the text
   * is not to leave any more.
   */
  leaving(sourceId: string): Promise<void>;
  /** Ends the waiting, and the sending too. */
  signal: AbortSignal;
}

/**
 * Sends by the first source of a line that can; the next one is tried only when the one before surely did not send.
 * Throws the delivery errors of `domain/delivery-errors.ts`; while it waits for its turn, surely nothing has left.
 */
export async function handOver(
  line: SendingLine,
  wanted: HandOver,
  clock: Clock,
): Promise<{ receipt: string; sourceId: string }> {
  if (line.senders.length === 0) throw new PermanentDeliveryError(noSender(line.id));
  const turn = await line.queue.turn(wanted.urgent, wanted.signal).catch((cause: unknown) => {
    throw new TemporaryDeliveryError(`its turn on line ${line.id} had not come; nothing was sent`, { cause });
  });
  try {
    const giveBack = await line.pay().catch((cause: unknown) => {
      throw new TemporaryDeliveryError('the hub could not count it; nothing was sent', { cause });
    });
    if (giveBack === undefined) throw new PermanentDeliveryError(capUsedUp(line), { errorCode: capErrorCode });
    try {
      return await sendByFirst(line.senders, wanted, clock, () => turn.leaves());
    } catch (error) {
      // One that is not given back is one less today; what became of the text matters more.
      if (!(error instanceof UnknownOutcomeError)) await giveBack().catch(() => undefined);
      throw error;
    }
  } finally {
    turn.done();
  }
}

export function noSender(lineId: string): string {
  return `line ${lineId} has no source that can send; give it one of kind hilink, serial or twilio, or name another line`;
}

export function capUsedUp({ id, perDay }: Pick<SendingLine, 'id' | 'perDay'>): string {
  return `the ${perDay} texts that line ${id} may send per day are used up; raise sending.perDay of the line or wait for the next day (UTC)`;
}

async function sendByFirst(
  senders: readonly LineSender[],
  wanted: HandOver,
  clock: Clock,
  onLeaving: () => void,
): Promise<{ receipt: string; sourceId: string }> {
  const refusals: Error[] = [];
  for (const { sourceId, sender } of senders) {
    await wanted.leaving(sourceId);
    onLeaving();
    try {
      const { receipt } = await sendWithin(sender, wanted, clock);
      return { receipt, sourceId };
    } catch (error) {
      const known = asDeliveryError(error);
      if (known instanceof UnknownOutcomeError || wanted.signal.aborted) throw known;
      refusals.push(known);
    }
  }
  // Temporary where one of them may work later.
  throw refusals.find((error) => error instanceof TemporaryDeliveryError) ?? refusals[0];
}

function asDeliveryError(error: unknown): Error {
  if (error instanceof PermanentDeliveryError || error instanceof TemporaryDeliveryError) return error;
  if (error instanceof UnknownOutcomeError) return error;
  return new UnknownOutcomeError('the line did not say whether the text left', { cause: error });
}

/** One try, within the sender's own time. */
async function sendWithin(sender: TextSender, wanted: HandOver, clock: Clock): Promise<{ receipt: string }> {
  const limit = new AbortController();
  const stop = () => limit.abort(wanted.signal.reason);
  if (wanted.signal.aborted) stop();
  wanted.signal.addEventListener('abort', stop, { once: true });
  const timers = [clock.after(sender.timeoutMs, () => limit.abort(new Error('timed out')))];
  const leftBehind = new Promise<never>((_resolve, reject) => {
    limit.signal.addEventListener('abort', () => {
      timers.push(clock.after(graceMs, () => reject(new UnknownOutcomeError('no answer in time'))));
    });
  });
  try {
    return await Promise.race([sender.send(wanted.text(), limit.signal), leftBehind]);
  } finally {
    wanted.signal.removeEventListener('abort', stop);
    for (const timer of timers) timer.cancel();
  }
}
