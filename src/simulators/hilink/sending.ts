import type { Clock, Timer } from '../../support/clock.ts';
import { codes, Refusal } from './codes.ts';
import { countSeptets, toGsmText } from './gsm-alphabet.ts';
import type { Mailbox } from './mailbox.ts';
import { type Scenario, stallMs } from './scenario.ts';
import type { Traits } from './traits.ts';

/** A text that the device was told to send. `alphabet`: 0 UCS-2, 1 GSM 7 bit, 2 8 bit (`Reserved`). */
interface OutboundText {
  phones: string[];
  content: string;
  alphabet: number;
  /** As the client posted it; the row in sent carries it. */
  date: string;
}

/** One recipient that was dealt with. */
export interface SentText {
  phone: string;
  content: string;
  outcome: 'ok' | 'fail';
}

interface Batch {
  text: OutboundText;
  position: number;
  succeeded: string[];
  failed: string[];
}

/** Septets, UTF-16 units and bytes of four parts. */
const longest: Record<number, number> = { 0: 268, 1: 612, 2: 532 };

/** Sends one batch at a time, recipient by recipient, and remembers only the last. */
export class Sending {
  readonly sent: SentText[] = [];
  private readonly mailbox: Mailbox;
  private readonly traits: Pick<Traits, 'failedTo' | 'sendsOnlyToLast'>;
  private readonly scenario: Scenario;
  private readonly clock: Clock;
  private readonly stallWebServer: (ms: number) => void;
  private batch: Batch | undefined;
  private timer: Timer | undefined;

  constructor(
    mailbox: Mailbox,
    traits: Pick<Traits, 'failedTo' | 'sendsOnlyToLast'>,
    scenario: Scenario,
    clock: Clock,
    stallWebServer: (ms: number) => void,
  ) {
    this.mailbox = mailbox;
    this.traits = traits;
    this.scenario = scenario;
    this.clock = clock;
    this.stallWebServer = stallWebServer;
  }

  /** Accepts a text: which means nothing yet. 113018 busy, 113053 storage full, 113054 number, 113017 too long, 112008 no SIM. */
  accept(text: OutboundText): void {
    checkText(text);
    if (this.scenario.sim !== 'ready') throw new Refusal(codes.simNotReady);
    if (this.isRunning() || this.scenario.takeBusy()) throw new Refusal(codes.sendingBusy);
    if (this.mailbox.isFull()) throw new Refusal(codes.storageFull);
    const phones = this.traits.sendsOnlyToLast ? text.phones.slice(-1) : text.phones;
    const content = text.alphabet === 1 ? toGsmText(text.content) : text.content;
    this.batch = { text: { ...text, phones, content }, position: 0, succeeded: [], failed: [] };
    const hang = stallMs(this.scenario);
    if (hang > 0) this.stallWebServer(hang);
    this.wait(Math.max(hang, this.scenario.sendMs));
  }

  /** `sms/send-status`: an empty Phone means finished. */
  status(): { phone: string; succeeded: string[]; failed: string[]; total: number; position: number } {
    const batch = this.batch;
    if (!batch) return { phone: '', succeeded: [], failed: [], total: 0, position: 0 };
    const { phones } = batch.text;
    const position = Math.min(batch.position + 1, phones.length);
    const { succeeded, failed } = batch;
    return { phone: phones[batch.position] ?? '', succeeded, failed, total: phones.length, position };
  }

  /** Gives up what is not sent yet. */
  cancel(): void {
    this.timer?.cancel();
    if (this.batch) this.batch.position = this.batch.text.phones.length;
  }

  /** Forgets the last batch as well, as a reboot does. */
  clear(): void {
    this.timer?.cancel();
    this.batch = undefined;
  }

  private isRunning(): boolean {
    return this.batch !== undefined && this.batch.position < this.batch.text.phones.length;
  }

  private wait(ms: number): void {
    if (this.scenario.sendOutcome === 'never') return;
    this.timer = this.clock.after(ms, () => this.finishOne());
  }

  private finishOne(): void {
    const batch = this.batch;
    const phone = batch?.text.phones[batch.position];
    if (!batch || phone === undefined) return;
    const outcome = this.scenario.sendOutcome === 'ok' ? 'ok' : 'fail';
    (outcome === 'ok' ? batch.succeeded : batch.failed).push(phone);
    this.sent.push({ phone, content: batch.text.content, outcome });
    this.saveCopy(batch.text, phone, outcome);
    batch.position += 1;
    if (this.isRunning()) this.wait(this.scenario.sendMs);
  }

  private saveCopy(text: OutboundText, phone: string, outcome: 'ok' | 'fail'): void {
    const isDraft = outcome === 'fail' && this.traits.failedTo === 'draft';
    const failedStat = isDraft ? 2 : 4;
    this.mailbox.add({
      box: isDraft ? 3 : 2,
      smstat: outcome === 'ok' ? 3 : failedStat,
      phone,
      content: text.content,
      date: text.date,
      saveType: 4,
      priority: 4,
      smsType: 1,
    });
  }
}

function checkText(text: OutboundText): void {
  if (text.phones.length === 0) throw new Refusal(codes.format);
  if (text.phones.length > 50) throw new Refusal(codes.illegalArgument);
  for (const phone of text.phones) {
    if (phone.length > 20) throw new Refusal(codes.numberTooLong);
    if (!/^[+\d*#]+$/.test(phone)) throw new Refusal(codes.illegalArgument);
  }
  const limit = longest[text.alphabet];
  if (limit === undefined || measure(text) > limit) throw new Refusal(codes.illegalArgument);
}

function measure(text: OutboundText): number {
  if (text.alphabet === 1) return countSeptets(text.content);
  return text.alphabet === 0 ? text.content.length : Buffer.byteLength(text.content);
}
