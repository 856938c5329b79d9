import { z } from 'zod';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { lateNote, splitLateNote } from '../domain/lateness.ts';
import { toE164 } from '../domain/phone-number.ts';
import { cutToOneSegment } from '../support/gsm7.ts';
import { refersTo } from '../support/refers-to.ts';
import { keepHealth } from './delivery-health.ts';
import {
  type Destination,
  type DestinationContext,
  type DestinationReceipt,
  defineDestination,
  type Outgoing,
  type Wait,
} from './destination.ts';

/** From its making to its leaving: a note how late it is can grow by a minute within it. */
const makingMs = 10_000;
/** Deliveries of which an earlier attempt was paid from the cap; more than these never wait at once. */
const rememberedDeliveries = 1000;

const config = z.strictObject({
  to: z.string().min(1).describe('The phone to text, as `+15550100003`. Never one of your own lines.'),
  via: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('The line that sends; a list is tried in order when a line surely could not send.')
    .meta(refersTo('line')),
  from: z
    .string()
    .min(1)
    .optional()
    .describe("Sender number or name in place of the line's own, where its source allows that."),
  dailyCap: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Texts per day (UTC) at most: texts cost money, and a flood of them costs much.'),
});

/** Texts a phone by one of our own lines. */
export const sms = defineDestination({
  kind: 'sms',
  title: 'Text message',
  description: 'Texts another phone by one of your lines, in one segment, the code first where the words must be cut.',
  homepage: 'https://www.3gpp.org/dynareport/23040.htm',
  config,
  example: { to: '+15550100003', via: 'office' },
  personal: true,
  repeatable: false,
  waits: true,
  concurrency: 24,
  proves: ({ to }, defaultRegion) => toE164(to, defaultRegion),
  open,
});

type Settings = z.output<typeof config>;

function open(settings: Settings, context: DestinationContext): Destination {
  const keeper = keepHealth(context.clock, 'Sends by its line');
  const lines = [settings.via].flat();
  const cap = paidOnce(settings.dailyCap, context);
  const textOf = (outgoing: Outgoing, at: number) => ({
    to: recipient(settings, context),
    text: fitText(outgoing, at),
    ...(settings.from === undefined ? {} : { from: settings.from }),
  });
  const send = async (outgoing: Outgoing, wait: Wait) => {
    refuseOwnSender(outgoing.sender, context);
    recipient(settings, context);
    const text = () => textOf(outgoing, context.clock.now());
    await cap.pay(outgoing.deliveryId);
    const receipt = await sendByFirst(lines, (line) => context.sendText(line, text, wait), wait.signal);
    cap.forget(outgoing.deliveryId);
    return receipt;
  };
  const find = async (outgoing: Outgoing, since: number, signal: AbortSignal) => {
    const texts = [textOf(outgoing, since), textOf(outgoing, since + makingMs)];
    const distinct = texts.filter((text, index) => index === 0 || text.text !== texts[0]?.text);
    return await findOnAny(
      lines.flatMap((line) => distinct.map((text) => () => context.findText(line, text, since, signal))),
    );
  };
  return {
    send: (outgoing, signal, leaving = async () => {}) => keeper.watch(() => send(outgoing, { signal, leaving })),
    limitMs: () => context.sendLimitMs(lines),
    find,
    health: keeper.health,
    close: async () => {},
  };
}

/** @throws PermanentDeliveryError for our own numbers: the text would come back in, and go round for ever. */
function recipient(settings: Settings, context: DestinationContext): string {
  let to: string;
  try {
    to = toE164(settings.to, context.defaultRegion);
  } catch (error) {
    throw new PermanentDeliveryError('`to` is not a phone number: expected + and the country code', { cause: error });
  }
  if (context.ownNumbers().includes(to))
    throw new PermanentDeliveryError(
      '`to` is one of our own lines: the text would run in a circle; name another phone',
    );
  return to;
}

/** A line may have no number in the configuration, and then `to` may be it: what comes back is not sent once more. */
function refuseOwnSender(sender: string, context: DestinationContext): void {
  if (context.ownNumbers().includes(sender))
    throw new PermanentDeliveryError('it came from one of our own lines: sent on, it could run in a circle');
}

/** One segment. What must be cut has the code first, and keeps the note how late it is. */
function fitText(outgoing: Outgoing, at: number): string {
  const { words } = splitLateNote(outgoing.rendered);
  const note = lateNote(outgoing, at);
  const whole = cutToOneSegment(words, note);
  const { code } = outgoing;
  if (whole === words + note || code === null || words.startsWith(code)) return whole;
  return cutToOneSegment(`${code} ${words}`, note);
}

/** The next line is tried only when the one before surely did not send. */
async function sendByFirst(
  lines: string[],
  sendBy: (line: string) => Promise<{ receipt: string }>,
  signal: AbortSignal,
): Promise<DestinationReceipt> {
  const refusals: (PermanentDeliveryError | TemporaryDeliveryError)[] = [];
  for (const line of lines) {
    if (signal.aborted) refusals.push(new TemporaryDeliveryError(`no time was left to send by line ${line}`));
    else
      try {
        return await sendBy(line);
      } catch (error) {
        if (!(error instanceof PermanentDeliveryError || error instanceof TemporaryDeliveryError))
          throw asUnknown(error);
        refusals.push(error);
      }
  }
  throw bestOf(refusals);
}

function asUnknown(error: unknown): UnknownOutcomeError {
  if (error instanceof UnknownOutcomeError) return error;
  return new UnknownOutcomeError('the line did not say whether the text left', { cause: error });
}

/** One line that may work later is enough to try again; it is tried when the first of them is ready. */
function bestOf(refusals: (PermanentDeliveryError | TemporaryDeliveryError)[]): Error {
  const detail = refusals.map((refusal) => refusal.message).join('; ');
  const temporary = refusals.filter((refusal) => refusal instanceof TemporaryDeliveryError);
  if (temporary.length === 0) return new PermanentDeliveryError(detail);
  const waits = temporary.map((refusal) => refusal.retryAfterMs ?? 0);
  const retryAfterMs = Math.min(...waits);
  return new TemporaryDeliveryError(detail, retryAfterMs === 0 ? {} : { retryAfterMs });
}

async function findOnAny(
  questions: (() => Promise<{ receipt: string } | 'not sent' | null>)[],
): Promise<DestinationReceipt | 'not sent' | null> {
  let answer: 'not sent' | null = 'not sent';
  for (const ask of questions) {
    const found = await ask();
    if (found !== null && found !== 'not sent') return found;
    if (found === null) answer = null;
  }
  return answer;
}

/** Takes from the daily cap once per delivery, not once per attempt: what did not leave costs nothing. */
function paidOnce(dailyCap: number, context: DestinationContext) {
  const paid = new Set<string>();
  return {
    async pay(deliveryId: string): Promise<void> {
      if (paid.has(deliveryId)) return;
      if (!(await context.takeFromDailyCap(dailyCap)))
        throw new PermanentDeliveryError(
          `the daily cap of ${dailyCap} texts is used up; raise dailyCap or wait for the next day (UTC)`,
        );
      if (paid.size >= rememberedDeliveries) paid.delete(paid.values().next().value ?? '');
      paid.add(deliveryId);
    },
    forget: (deliveryId: string) => void paid.delete(deliveryId),
  };
}
