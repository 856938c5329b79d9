import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../../domain/delivery-errors.ts';
import { encodeSubmit } from '../../pdu/encode.ts';
import { PduError } from '../../pdu/pdu-error.ts';
import { unlessAborted } from '../../support/unless-aborted.ts';
import type { OutgoingText, TextSender } from '../source.ts';
import type { AtChannel } from './channel.ts';
import { AtError, PortError, SilentError } from './errors.ts';

/** Networks want some seconds between two texts of one SIM. */
const paceMs = 3_000;
/** A modem may take a minute and more for one text (3GPP TS 27.005 allows any time). */
export const sendTimeoutMs = 120_000;

/** What a source needs to send by whatever port is open then. */
export interface SendingOptions {
  /** Runs `work` when the modem is free; rejects when none is there. */
  withModem<T>(work: (channel: AtChannel) => Promise<T>, signal: AbortSignal): Promise<T>;
  random(length: number): Uint8Array;
  deliveryReports: boolean;
  /** Remembers what was sent, for its reports. */
  sent(receipt: string, to: string, references: number[]): Promise<void>;
}

/** Progress of a text, to judge what a failure means. */
interface Progress {
  /** The modem has begun with it. */
  begun: boolean;
  /** From here on some part may have left. */
  handedOver: boolean;
}

/** The modem does not say why; it is asked once more (3GPP TS 27.005 §3.2.5). */
const unknownError = 500;
const mostRemembered = 100;

/** Sends by the SIM card in the modem. */
export function createSerialSender(options: SendingOptions): TextSender {
  /** Texts that were refused without a reason. */
  const refused = new Set<string>();

  /** A refusal without a reason counts as final when it comes again for the same text. */
  function judgeAgain(error: unknown, { to, text }: OutgoingText): unknown {
    const cause = error instanceof TemporaryDeliveryError ? error.cause : null;
    if (!(cause instanceof AtError) || cause.kind !== 'cms' || cause.code !== unknownError) return error;
    const key = `${to} ${text}`;
    if (refused.delete(key))
      return new PermanentDeliveryError(
        `the modem refused to send, twice and without a reason (${unknownError}): check the credit, the service centre and the number`,
        { cause },
      );
    refused.add(key);
    for (const oldest of refused) if (refused.size > mostRemembered) refused.delete(oldest);
    return error;
  }

  return {
    paceMs,
    timeoutMs: sendTimeoutMs,
    async send(text, signal) {
      const receipt = `serial-${Buffer.from(options.random(12)).toString('hex')}`;
      const pdus = encode(text, options);
      const progress: Progress = { begun: false, handedOver: false };
      const work = options.withModem((channel) => sendParts(channel, pdus, progress, signal), signal);
      // The modem goes on with it when the caller's time is over; whether it had begun by then decides what that means.
      const references = await unlessAborted(work, signal, () => tooLate(progress)).catch((error: unknown) => {
        throw judgeAgain(error, text);
      });
      refused.delete(`${text.to} ${text.text}`);
      if (options.deliveryReports) await options.sent(receipt, text.to, references).catch(() => undefined);
      return { receipt };
    },
    // Modems keep no copy of what they send.
    find: async () => null,
  };
}

function encode(text: OutgoingText, { random, deliveryReports }: SendingOptions) {
  const [reference = 0] = random(1);
  try {
    return encodeSubmit({ to: text.to, text: text.text, statusReport: deliveryReports, reference });
  } catch (error) {
    if (error instanceof PduError) throw new PermanentDeliveryError(`the modem cannot send this: ${error.message}`);
    throw error;
  }
}

/** The references that the modem gave to the parts. */
async function sendParts(
  channel: AtChannel,
  pdus: { pdu: string; length: number }[],
  progress: Progress,
  signal: AbortSignal,
): Promise<number[]> {
  const references: number[] = [];
  if (signal.aborted) throw tooLate(progress);
  progress.begun = true;
  // Keeps the link up between the parts.
  if (pdus.length > 1) await channel.ask('AT+CMMS=1');
  for (const { pdu, length } of pdus) {
    if (signal.aborted && progress.handedOver) throw tooLate(progress);
    references.push(await sendPart(channel, pdu, length, progress));
  }
  return references;
}

async function sendPart(channel: AtChannel, pdu: string, length: number, progress: Progress): Promise<number> {
  try {
    const lines = await channel.submit(`AT+CMGS=${length}`, pdu, { prefix: '+CMGS:', timeoutMs: sendTimeoutMs });
    progress.handedOver = true;
    return Number(/\d+/.exec(lines.at(-1) ?? '')?.[0] ?? 0) & 0xff;
  } catch (error) {
    if (progress.handedOver)
      throw new UnknownOutcomeError('the modem sent some parts of the text and then failed', { cause: error });
    throw judge(error, progress);
  }
}

function judge(error: unknown, progress: Progress): Error {
  if (error instanceof AtError) return judgeRefusal(error);
  if (error instanceof SilentError && !error.handedOver)
    return new TemporaryDeliveryError('the modem did not take the text; nothing was sent', { cause: error });
  progress.handedOver = true;
  const words = error instanceof PortError ? 'the modem went away' : 'the modem did not say whether the text left';
  return new UnknownOutcomeError(words, { cause: error });
}

/**
 * 3GPP TS 27.005 §3.2.5, TS 24.011 §8.2.5.4 (below 128: the network's own answer that it did not take the text): what
 * surely did not leave, and whether it may later.
 */
const permanent: Record<number, string> = {
  1: 'the number is not assigned',
  8: 'sending is barred for this SIM card: ask its provider',
  21: 'the network rejected the text: check the credit and the number',
  28: 'the number is unknown to the network',
  30: 'the number is unknown to the network',
  50: 'the contract of the SIM card does not include sending texts: ask its provider',
  69: 'the network does not offer sending texts',
  304: 'the modem does not take the text',
  305: 'the modem does not take the text',
  330: 'the SIM card has no number of a service centre: set `smsc`',
};
const temporary: Record<number, string> = {
  38: 'the network is out of order',
  41: 'the network failed for the moment',
  42: 'the network is congested',
  47: 'the network has no room for it now',
  310: 'there is no SIM card in the modem: put one in',
  311: 'the SIM card asks for its PIN: set `pin`',
  314: 'the SIM card is busy',
  316: 'the SIM card is locked: put it in a phone and enter the PUK there',
  331: 'the modem is on no network',
};

/** The network's answer did not come: `+CMS ERROR: 332` (3GPP TS 27.005 §3.2.5), `+CME ERROR: 31` (TS 27.007 §9.2). */
const networkTimeout = { cms: 332, cme: 31, plain: null } as const;
/**
 * The network refuses within seconds. A modem that says nothing for longer waits for its answer, up to 35 or 45 s
 * (TS 24.011 §10, TR1M), and many give no reason when that has not come.
 */
const longestRefusalMs = 10_000;

/** The text was with the modem, and what it says now means only that it knows no more. */
function isTimeout({ kind, code, heldMs }: AtError): boolean {
  if (heldMs === null) return false;
  if (code !== null && code === networkTimeout[kind]) return true;
  const saysWhy = kind === 'cms' && code !== null && code !== unknownError;
  return !saysWhy && heldMs > longestRefusalMs;
}

function judgeRefusal(error: AtError): Error {
  const { code } = error;
  if (isTimeout(error))
    return new UnknownOutcomeError('the network did not tell the modem whether it took the text', { cause: error });
  const words = code === null || error.kind === 'cme' ? undefined : (permanent[code] ?? temporary[code]);
  const detail = `the modem refused to send${words === undefined ? `: ${error.message}` : `: ${words} (${code})`}`;
  if (code !== null && error.kind === 'cms' && permanent[code] !== undefined)
    return new PermanentDeliveryError(detail, { cause: error });
  return new TemporaryDeliveryError(detail, { retryAfterMs: 5_000, cause: error });
}

function tooLate({ begun }: Progress): Error {
  return begun
    ? new UnknownOutcomeError('the modem had not finished sending when the time was over')
    : new TemporaryDeliveryError('the modem was busy until the time was over; nothing was sent');
}
