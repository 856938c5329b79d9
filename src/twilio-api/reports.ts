import type { DeliveryReport } from '../domain/sent-text.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { TwilioApi } from './api.ts';

/** When a text is looked at whose reports do not come by webhook, counted from its sending: most arrive within seconds. */
const looksMs = [5_000, 20_000, 60_000, 300_000] as const;
/** A flood of texts is not followed one by one. */
const mostFollowed = 500;

/** Twilio's numbers of what went wrong on the way to the phone (twilio.com/docs/api/errors). */
const plainWords: Record<number, string> = {
  30003: 'the phone is switched off or out of reach',
  30004: 'the phone does not take texts from this number',
  30005: 'the number is not in use any more',
  30006: 'the number is a landline, or its network takes no texts',
  30007:
    'the network took it for spam: register the sending number (A2P 10DLC, or verification of a toll-free one) in the Twilio console',
  30032: 'the toll-free number that it was sent from is not verified yet: verify it in the Twilio console',
  30034: 'the number that it was sent from is not registered for A2P 10DLC: register it in the Twilio console',
  30036: 'it was not sent before its time was over',
  30454: 'the account sent this number too many texts in a short time',
};

/** What a status of Twilio's says of a text that was taken; null: it is still on its way. */
export function toReport(
  sid: string,
  { status, errorCode }: { status: string; errorCode: number | null },
  at: number,
): DeliveryReport | null {
  if (status === 'delivered' || status === 'read') return { receipt: sid, state: 'delivered', detail: null, at };
  if (status !== 'undelivered' && status !== 'failed') return null;
  const words = plainWords[errorCode ?? 0] ?? 'the network did not bring it to the phone';
  const detail = errorCode === null ? words : `${words} (Twilio error ${errorCode})`;
  return { receipt: sid, state: 'undelivered', detail, at, ...(errorCode === null ? {} : { errorCode }) };
}

/** Asks Twilio what became of texts, where its callbacks do not reach this hub. */
export interface ReportFollower {
  follow(sid: string): void;
  close(): void;
}

export function createReportFollower(
  api: TwilioApi,
  { clock, log, report }: { clock: Clock; log: Logger; report(report: DeliveryReport): Promise<void> },
): ReportFollower {
  const timers = new Map<string, Timer>();
  const plan = (sid: string, sentAt: number, look: number) => {
    const wait = looksMs[look];
    timers.delete(sid);
    if (wait === undefined) return;
    const ask = () => {
      lookAt(sid)
        .catch((error: unknown) => log.debug({ err: error }, 'Twilio did not say what became of a text'))
        .then((settled) => (settled === true || !timers.has(sid) ? timers.delete(sid) : plan(sid, sentAt, look + 1)));
    };
    timers.set(sid, clock.after(Math.max(0, sentAt + wait - clock.now()), ask));
  };
  const lookAt = async (sid: string): Promise<boolean> => {
    const found = toReport(sid, await api.status(sid), clock.now());
    if (found !== null) await report(found);
    return found !== null;
  };
  return {
    follow(sid) {
      if (timers.size < mostFollowed) plan(sid, clock.now(), 0);
    },
    close() {
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
    },
  };
}
