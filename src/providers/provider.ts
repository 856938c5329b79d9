import type { z } from 'zod';
import type { DeliveryReport } from '../domain/sent-text.ts';
import type { Health, HookReply, HookRequest } from '../sources/source.ts';
import type { Clock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import type { Request } from '../support/request.ts';
import type { ChannelKind, CodeReceipt, OutgoingCode, Recall, SendHelp } from '../verification/channel.ts';

/** What the hub hands to a provider. */
export interface ProviderContext {
  id: string;
  /** Where the provider may call, `https://…/hooks/<id>`; undefined: the hub has no public address. */
  hookUrl: string | undefined;
  /** The hub's public address without a trailing slash; undefined when none is configured. */
  publicUrl: string | undefined;
  /** What became of something that was sent. Resolves after the commit: answer the provider only then. */
  report(report: DeliveryReport): Promise<void>;
  /** A code that this provider took, asked for again when it is to be told; see `Recall`. */
  recall(attemptId: string): ReturnType<Recall>;
  /** Reaches every address: only owners configure providers. */
  request: Request;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
}

/** Somebody else's service that brings codes to people: by text, call or mail. */
export interface Provider {
  /** Can it bring this there? Asked before a try is taken; without I/O. Default is yes. */
  serves?(kind: ChannelKind, code: Omit<OutgoingCode, 'code' | 'text'>): boolean;
  /**
   * Resolves when the other side took it; rejects as `Channel.send` does. Awaits `help.leaving()` right before the
   * request leaves: it is never repeated.
   */
  send(kind: ChannelKind, code: OutgoingCode, help: SendHelp): Promise<CodeReceipt>;
  /** Its calls to `/hooks/<id>`. Rejections: KeypigeonError is answered as such, anything else as 503. */
  handle?(request: HookRequest): Promise<HookReply>;
  health(): Health;
  /** Ends every timer and socket. Resolves within some seconds. */
  close(): Promise<void>;
}

/** What describes a kind of provider. The schema is the only description of its settings. */
export interface ProviderKind<Schema extends z.ZodObject = z.ZodObject> {
  kind: string;
  title: string;
  description: string;
  homepage: string;
  config: Schema;
  /** Settings for docs and `config example`, without `id` and `kind`. */
  example: Record<string, unknown>;
  /** By which channels of verification it sends. */
  channels(config: z.output<Schema>): readonly ChannelKind[];
  /** Sockets at most. */
  concurrency: number;
  open(config: z.output<Schema>, context: ProviderContext): Provider;
}

export function defineProvider<Schema extends z.ZodObject>(kind: ProviderKind<Schema>): ProviderKind<Schema> {
  return kind;
}
