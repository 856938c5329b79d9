import type { z } from 'zod';
import type { CallAsk } from '../domain/call.ts';
import type { Line } from '../domain/line.ts';
import type { LineStatus } from '../domain/line-status.ts';
import type { InboundMessage, ReceiveReceipt } from '../domain/message.ts';
import type { DeliveryReport } from '../domain/sent-text.ts';
import type { StoredPart } from '../domain/stored-part.ts';
import type { Clock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import type { Request } from '../support/request.ts';

/** What the hub hands to a source. */
export interface SourceContext {
  id: string;
  line: Line;
  /** Resolves after the commit, never before; acknowledge the other side only then. Rejects when the store cannot take it: keep the text and come again. */
  receive(inbound: InboundMessage): Promise<ReceiveReceipt>;
  /** What this source remembers between runs; undefined on its very first run. No texts in here: fingerprints, cursors. */
  memory: { load(): Promise<unknown>; save(value: unknown): Promise<void> };
  /** Parts of texts that are not whole yet, kept durably and sealed; `InboundMessage.parts` ends them with the message's own commit. */
  parts: PartStore;
  /** A report about a text that this source's sender sent. Resolves after the commit: tell the device only then to forget it. */
  report(report: DeliveryReport): Promise<void>;
  /** A live call asks for a key: shown to the line's owner, whose click sends it by `Source.calls`. Resolves after the commit. */
  callAsks(ask: CallAsk): Promise<void>;
  /** A call is over, whether it asked for something or not. */
  callEnded(call: string): Promise<void>;
  /** `Source.status()` has changed; what it means (a swapped SIM, a lost network) is judged by the hub. */
  statusChanged(): void;
  /** Ids of texts whose lifetime is over and that may now be erased at the provider. */
  expiredTexts(limit: number): Promise<{ transportKey: string }[]>;
  markErased(transportKeys: string[]): Promise<void>;
  /**
   * A keyed hash (HMAC-SHA-256, base64url), always the same for the same value: for ids and memories that are made of
   * texts or numbers. An unkeyed hash of a short text can be guessed from a copy of the database.
   */
  fingerprint(value: string | Uint8Array): string;
  request: Request;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  /** The hub's public address without a trailing slash; undefined when none is configured. */
  publicUrl: string | undefined;
  /** E.g. `US`: how national numbers are read. */
  defaultRegion: string | undefined;
}

export interface PartStore {
  load(): Promise<StoredPart[]>;
  /** Resolves after the commit. A part that is there already stays as it is. */
  keep(parts: StoredPart[]): Promise<void>;
  drop(ids: string[]): Promise<void>;
}

export type HealthState = 'starting' | 'ok' | 'degraded' | 'failing' | 'off';

/** How an adapter is. `detail` is one line for people: what is wrong and what to do; no text, code or secret. */
export interface Health {
  state: HealthState;
  detail: string;
  /** When it last changed to `state`. */
  since: number;
}

/** A request to `/hooks/<source>` as it came. */
export interface HookRequest {
  method: 'GET' | 'POST';
  /** Path and query as received, e.g. `/hooks/twilio?a=b`. */
  target: string;
  /** What stood behind `/hooks/<source>/`; undefined where nothing did. */
  secretPath: string | undefined;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  rawBody: Uint8Array;
}

export interface HookReply {
  status: number;
  contentType?: string;
  body?: string;
}

/** A text to send by one of our own lines. */
export interface OutgoingText {
  /** E.164. */
  to: string;
  text: string;
  /** Sender number or ID instead of the line's own. */
  from?: string;
}

/** A source that can also send. Throws the delivery errors of `domain/delivery-errors.ts`. */
export interface TextSender {
  /** Time from one text to the next that the device or provider needs, in milliseconds. */
  paceMs: number;
  /** How long one `send` may take. */
  timeoutMs: number;
  send(text: OutgoingText, signal: AbortSignal): Promise<{ receipt: string }>;
  /** After a crash: did a text like this leave since `since`? null: the other side cannot tell. */
  find(text: OutgoingText, since: number, signal: AbortSignal): Promise<{ receipt: string } | 'not sent' | null>;
}

/** A source whose line is called. Both throw KeypigeonError: `not-found` when the call is over, `conflict` when the provider refuses. */
export interface LiveCalls {
  /** @param keys `0` to `9`, `#` and `*` */
  press(call: string, keys: string): Promise<void>;
  hangUp(call: string): Promise<void>;
}

export interface Source {
  /** Starts work and resolves; an unreachable device is a matter of `health()`, not of a rejection. */
  start(): Promise<void>;
  /** Only for sources that are called by webhook. Rejections: KeypigeonError is answered as such, anything else as 503. */
  handle?(request: HookRequest): Promise<HookReply>;
  sender?: TextSender;
  calls?: LiveCalls;
  /** How the line is, where the source can tell. */
  status?(): LineStatus;
  health(): Health;
  /** Stops, logs out, ends every timer and socket. Resolves within some seconds. */
  close(): Promise<void>;
}

/** What `connect` set up at the provider. */
export interface Connected {
  /** One line for people: what stands there now. */
  what: string;
  /** The address that stood there before, without what may be secret in it; null: none, or it was this one. */
  replaced: string | null;
  /** What else people should know, one line; null: nothing. */
  note: string | null;
}

/** What describes a kind of source. The schema is the only description of its settings: types, checks, docs, forms and example come from it. */
export interface SourceKind<Schema extends z.ZodObject = z.ZodObject> {
  kind: string;
  title: string;
  description: string;
  homepage: string;
  config: Schema;
  /** Settings for docs and `config example`, without `id`, `kind` and `line`. */
  example: Record<string, unknown>;
  /** How its own HTTP requests are made. */
  http?(config: z.output<Schema>): {
    connections?: number;
    verifyCertificate?: boolean;
    /** How long an answer may take to begin; default 15,000. */
    headersTimeoutMs?: number;
  };
  open(config: z.output<Schema>, context: SourceContext): Source;
  /**
   * Sets up at the provider that it calls our hook, and reads it back. Throws KeypigeonError `cannot-connect`, in one
   * line with what to do; then nothing is known to have changed.
   *
   * @param hookUrl an https address that is reachable from the internet
   */
  connect?(
    config: z.output<Schema>,
    context: Pick<SourceContext, 'id' | 'line' | 'request'>,
    address: { hookUrl: string },
  ): Promise<Connected>;
}

export function defineSource<Schema extends z.ZodObject>(kind: SourceKind<Schema>): SourceKind<Schema> {
  return kind;
}
