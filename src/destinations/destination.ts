import type { z } from 'zod';
import type { Show } from '../domain/delivery.ts';
import type { ReportedTrouble } from '../domain/line-report.ts';
import type { LineEvent, LineStatus } from '../domain/line-status.ts';
import type { Health, OutgoingText } from '../sources/source.ts';
import type { Clock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import type { Request } from '../support/request.ts';

/**
 * A message as one destination may see it: what its `show` does not allow is already gone (`code`: no text;
 * `notice`: neither text nor code), so that an adapter cannot leak it. Times are milliseconds since the epoch.
 */
export interface Outgoing {
  /** Stable over all attempts: the idempotency key for the other side. */
  deliveryId: string;
  messageId: string;
  revision: number;
  show: Show;
  line: { id: string; number: string | null };
  sender: string;
  /** What befell the line, of which the text tells; null for a text that came. */
  event: LineEvent | null;
  text: string | null;
  code: string | null;
  service: string | null;
  domain: string | null;
  receivedAt: number;
  sentAt: number | null;
  sentAtLocal: string | null;
  expiresAt: number | null;
  deliverUntil: number;
  /** Ids of the sources that saw it. */
  sources: string[];
  /** Name of the route that led here; null: fallback. */
  route: string | null;
  /** The words for people, by `show` and the destination's template; says how late it is when it is. */
  rendered: string;
  /** True for `send-test`. */
  test: boolean;
}

export interface DestinationReceipt {
  /** The other side's id of what it took, if it gave one. */
  receipt?: string;
  /** True when the other side reported that it reached the person; default is `sent`. */
  delivered?: boolean;
}

/** What the hub hands to a destination. */
export interface DestinationContext {
  id: string;
  ownerId: string;
  /** Refuses private addresses that `network.allowHosts` does not name. */
  request: Request;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  defaultRegion: string | undefined;
  /** E.164 numbers of our own lines: a text to one of them would run in a circle. */
  ownNumbers(): string[];
  /**
   * Sends by one of our lines when its turn has come: `text` is made then, and `leaving` awaited. Rejects with a
   * TemporaryDeliveryError when `signal` ends the waiting, with a PermanentDeliveryError when no source of that line can
   * send or the number is refused.
   */
  sendText(lineId: string, text: () => OutgoingText, wait: Wait): Promise<{ receipt: string }>;
  /** How long one text may take once its turn has come, whichever of these lines it is, ms. */
  sendLimitMs(lineIds: readonly string[]): number;
  findText(
    lineId: string,
    text: OutgoingText,
    since: number,
    signal: AbortSignal,
  ): Promise<{ receipt: string } | 'not sent' | null>;
  /** Takes one from the day's allowance (UTC day) of this destination, durably; false when it is used up. */
  takeFromDailyCap(cap: number): Promise<boolean>;
  lines(): { id: string; number: string | null; ownerId: string }[];
  /** By which push services know the hub (RFC 8292): its keys in base64url, and where its owner can be reached. */
  vapid(): { publicKey: string; privateKey: string; subject: string };
}

/** What a destination that waits for its turn is given. */
export interface Wait {
  signal: AbortSignal;
  /** To be awaited right before the request leaves: the hub commits that it does. Rejects when it is not to leave any more. */
  leaving(): Promise<void>;
}

/** How a line is, as a destination may see it: nothing that names the SIM. */
export type ShownLineStatus = Pick<
  LineStatus,
  'sim' | 'registration' | 'signalDbm' | 'operator' | 'storageUsed' | 'storageTotal' | 'lastTextAt'
> & {
  /** What is wrong and was told. */
  troubles: ReportedTrouble[];
};

export interface Destination {
  /** Optional: connect ahead. An unreachable other side is a matter of `health()`. */
  start?(): Promise<void>;
  /**
   * Resolves when the other side took it; else throws one of `domain/delivery-errors.ts`. `signal` ends an attempt after
   * 10 s, or after `limitMs()`. Only kinds that say `waits` await `leaving`; a test has none.
   */
  send(outgoing: Outgoing, signal: AbortSignal, leaving?: () => Promise<void>): Promise<DestinationReceipt>;
  /** Where one attempt may take longer than 10 s: how long, in milliseconds, without the time before `leaving`. */
  limitMs?(): number;
  /** Only where `repeatable` is false: after a crash, did this leave? null: the other side cannot tell. */
  find?(outgoing: Outgoing, since: number, signal: AbortSignal): Promise<DestinationReceipt | 'not sent' | null>;
  /** Optional: a line of this destination's owner is like this; told at the start and after each change. Fails silently. */
  lineStatus?(lineId: string, status: ShownLineStatus): void;
  health(): Health;
  close(): Promise<void>;
}

/** What describes a kind of destination. The schema is the only description of its settings. */
export interface DestinationKind<Schema extends z.ZodObject = z.ZodObject> {
  kind: string;
  title: string;
  description: string;
  homepage: string;
  config: Schema;
  /** Settings for docs and `config example`, without `id`, `kind` and `owner`. */
  example: Record<string, unknown>;
  /** Members may add their own: it reaches what is theirs, and nothing of the hub's machine or network. */
  personal?: boolean;
  /** False where a second try could ring a second time (SMS, voice, print). */
  repeatable: boolean;
  /**
   * Only where `repeatable` is false: it waits for its turn and awaits `leaving` before a request leaves. Until then
   * surely nothing has left, however long it takes.
   */
  waits?: boolean;
  /** Attempts that may run at once; also the bound on sockets. */
  concurrency: number;
  /**
   * Where it reaches a phone or mailbox: its address, in one written form. Who adds such a destination must prove that
   * they hold it before anything goes there. Throws where the address cannot be one.
   */
  proves?(config: z.output<Schema>, defaultRegion: string | undefined): string;
  http?(config: z.output<Schema>): { verifyCertificate?: boolean };
  open(config: z.output<Schema>, context: DestinationContext): Destination;
}

export function defineDestination<Schema extends z.ZodObject>(kind: DestinationKind<Schema>): DestinationKind<Schema> {
  return kind;
}
