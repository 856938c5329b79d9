import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../../domain/delivery-errors.ts';
import { encodeCesu8 } from '../../support/cesu8.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import { countSeptets } from '../../support/gsm7.ts';
import { unlessAborted } from '../../support/unless-aborted.ts';
import { childText, escapeXml, type XmlElement } from '../../support/xml.ts';
import type { OutgoingText, TextSender } from '../source.ts';
import type { HilinkClient } from './client.ts';
import { DeviceError, isSimTrouble, isUnsupported, LoginRefusedError, UnreachableError } from './errors.ts';
import { type BoxReader, boxes } from './list.ts';

/** The stock web page asks every 3 s; a code is wanted sooner. The last wait repeats. */
const statusWaitsMs = [200, 400, 800, 1_000];
/** A text that a stick cannot send keeps it busy for some 30 s. */
const settleWithinMs = 90_000;
/** So many answers in a row that equal the one before mean this text, not still the last one to the same number. */
const equalAnswers = 4;
/** Four parts, as sticks take at most: 153 septets or 67 UTF-16 units each. */
const longest = { gsm7: 612, ucs2: 268 } as const;
/** The device stamps to the second, and its commit may be a moment before ours. */
const stampToleranceMs = 2_000;

/** A stick takes one text at a time, and networks want some seconds between two of one SIM. */
const paceMs = 3_000;

export interface SenderOptions {
  client: HilinkClient;
  reader: BoxReader;
  clock: Clock;
}

/** Sends by the SIM card in the device. One text at a time: the status of a send is the device's only one. */
export function createHilinkSender(options: SenderOptions): TextSender {
  let last: Promise<unknown> = Promise.resolve();
  return {
    paceMs,
    timeoutMs: settleWithinMs,
    async send(text, signal) {
      const progress: Progress = { handedOver: false, signal };
      const turn = last.then(() => sendOne(text, progress, options));
      // The stick goes on with it when the caller's time is over; the next text waits for that.
      last = turn.catch(() => undefined);
      return unlessAborted(turn, signal, () => tooLate(progress));
    },
    find: (text, since) => findSent(text, since, options),
  };
}

interface Progress {
  /** From here on the text may have left. */
  handedOver: boolean;
  signal: AbortSignal;
}

async function sendOne(text: OutgoingText, progress: Progress, options: SenderOptions): Promise<{ receipt: string }> {
  if (progress.signal.aborted) throw tooLate(progress);
  const now = options.clock.now();
  const body = sendRequest(text, now);
  const before = await statusBefore(options);
  if (progress.signal.aborted) throw tooLate(progress);
  progress.handedOver = true;
  options.client.expectStall();
  await hand(body, options);
  if (before !== undefined) await settle(text.to, before, options);
  return { receipt: `sent-${now}` };
}

function tooLate(progress: Progress): Error {
  return progress.handedOver
    ? new UnknownOutcomeError('the stick had not finished sending when the time was over')
    : new TemporaryDeliveryError('the stick was busy until the time was over; nothing was sent');
}

/** Throws PermanentDeliveryError for what the device would not take. */
function sendRequest(text: OutgoingText, now: number): Uint8Array {
  if (!/^\+?[0-9*#]{1,19}$/.test(text.to)) {
    throw new PermanentDeliveryError('the number cannot be used by the stick: expected E.164, such as +15550100001');
  }
  const septets = countSeptets(text.text);
  const alphabet = septets === null ? 'ucs2' : 'gsm7';
  const length = septets ?? text.text.length;
  if (length > longest[alphabet]) {
    throw new PermanentDeliveryError(
      `the text takes ${length} ${alphabet === 'gsm7' ? 'septets' : 'UTF-16 units'} and the stick sends ${longest[alphabet]} at most`,
    );
  }
  // Tags in this order and on one line: some firmwares take no other. Reserved is the alphabet: 0 UCS-2, 1 GSM 7-bit.
  return encodeCesu8(
    `<?xml version="1.0" encoding="UTF-8"?><request><Index>-1</Index><Phones><Phone>${escapeXml(text.to)}</Phone></Phones><Sca></Sca><Content>${escapeXml(text.text)}</Content><Length>${text.text.length}</Length><Reserved>${alphabet === 'gsm7' ? 1 : 0}</Reserved><Date>${stamp(now)}</Date></request>`,
  );
}

/** UTC, so that `find` can compare it whatever the clock change; the device keeps it as it is. */
function stamp(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** Undefined where the firmware has no status: "accepted" is all it says then. */
async function statusBefore(options: SenderOptions): Promise<SendStatus | undefined> {
  try {
    const status = await readStatus(options);
    if (status.sending === '') return status;
  } catch (error) {
    if (isUnsupported(error)) return undefined;
    throw notSent(error);
  }
  throw new TemporaryDeliveryError('the stick is still sending another text', { retryAfterMs: 3_000 });
}

/** The one request that must not happen twice. */
async function hand(body: Uint8Array, options: SenderOptions): Promise<void> {
  try {
    await options.client.post('sms/send-sms', body, { once: true });
  } catch (error) {
    if (!(error instanceof UnreachableError) || !error.left) throw notSent(error);
    throw new UnknownOutcomeError('the stick did not answer whether it took the text', { cause: error });
  }
}

/** What a failure before or at the hand-over means. */
function notSent(error: unknown): Error {
  if (error instanceof UnreachableError || error instanceof LoginRefusedError) {
    return new TemporaryDeliveryError('the stick cannot be used now; nothing was sent', { cause: error });
  }
  if (!(error instanceof DeviceError))
    return new UnknownOutcomeError('the stick gave no clear answer', { cause: error });
  const detail = `the stick refused: ${error.message}`;
  if (error.code === 113018) return new TemporaryDeliveryError(detail, { retryAfterMs: 3_000 });
  if (error.code === 100003 || error.code === 113053 || isSimTrouble(error.code) || error.remedy !== undefined) {
    return new TemporaryDeliveryError(detail, { retryAfterMs: 5_000 });
  }
  if ([100002, 100005, 100006, 113017, 113054].includes(error.code)) return new PermanentDeliveryError(detail);
  return new UnknownOutcomeError(detail, { cause: error });
}

interface SendStatus {
  /** The number that a text is being sent to; empty when nothing is. */
  sending: string;
  succeeded: string;
  failed: string;
}

/** "Accepted" is not "sent": asks until the device has finished. */
async function settle(to: string, before: SendStatus, options: SenderOptions): Promise<void> {
  const { clock } = options;
  const until = clock.now() + settleWithinMs;
  let wasSending = false;
  let unchanged = 0;
  for (let asked = 0; clock.now() < until; asked++) {
    await sleep(clock, statusWaitsMs[Math.min(asked, statusWaitsMs.length - 1)] ?? 0);
    const status = await readStatusPatiently(options);
    if (status === undefined) continue;
    wasSending ||= status.sending !== '';
    unchanged = isEqual(status, before) ? unchanged + 1 : 0;
    if (status.sending !== '' || (!wasSending && unchanged > 0 && unchanged < equalAnswers)) continue;
    return judge(status, to);
  }
  throw new UnknownOutcomeError(`the stick did not finish sending within ${settleWithinMs / 1000} s`);
}

function isEqual(status: SendStatus, before: SendStatus): boolean {
  return status.succeeded === before.succeeded && status.failed === before.failed;
}

function judge(status: SendStatus, to: string): void {
  if (names(status.failed, to)) throw new TemporaryDeliveryError('the network did not take the text from the stick');
  if (names(status.succeeded, to)) return;
  throw new UnknownOutcomeError('the stick finished without saying whether the text was sent');
}

/** While it sends, a stick may not answer at all for half a minute: undefined then. */
async function readStatusPatiently(options: SenderOptions): Promise<SendStatus | undefined> {
  try {
    return await readStatus(options);
  } catch (error) {
    if (error instanceof UnreachableError && error.timedOut) return undefined;
    if (error instanceof DeviceError && error.code === 100004) return undefined;
    throw new UnknownOutcomeError('the stick took the text and then did not say whether it was sent', { cause: error });
  }
}

async function readStatus(options: SenderOptions): Promise<SendStatus> {
  const answer: XmlElement = await options.client.get('sms/send-status');
  const field = (name: string) => childText(answer, name).trim();
  return { sending: field('Phone'), succeeded: field('SucPhone'), failed: field('FailPhone') };
}

function names(list: string, to: string): boolean {
  return list.split(/[,;]/).some((phone) => isSameNumber(phone.trim(), to));
}

/** Some firmwares give the number back without the plus sign. */
function isSameNumber(a: string, b: string): boolean {
  return a.replace(/^\+|^00/, '') === b.replace(/^\+|^00/, '') && a !== '';
}

/** Looks for the copy that devices keep of what they sent. Not finding one says nothing: some keep none. */
async function findSent(
  text: OutgoingText,
  since: number,
  options: SenderOptions,
): Promise<{ receipt: string } | null> {
  const from = stamp(since - stampToleranceMs);
  try {
    for await (const page of options.reader.pages(boxes.localSent)) {
      for (const row of page) {
        if (row.state !== 3 || row.date < from || row.content !== text.text || !names(row.phone, text.to)) continue;
        return { receipt: `found-${row.index}` };
      }
    }
  } catch {
    return null;
  }
  return null;
}
