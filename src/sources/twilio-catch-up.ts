import type { TwilioApi, TwilioMessage } from '../twilio-api/api.ts';
import { handIn } from './hand-in.ts';
import type { SourceContext } from './source.ts';

/** What a Twilio source remembers between runs. Times are milliseconds since the epoch. */
export interface TwilioMemory {
  /** Start of the very first run: texts up to then are backlog. */
  backlogUntil: number;
  /** Texts up to then are in the store; null before the first complete pass. */
  caughtUpTo: number | null;
}

/** A text may turn up in the list a little after it was sent, and Twilio's clock is not ours. */
const overlapMs = 10 * 60 * 1000;
const pageSize = { first: 1000, later: 50 } as const;
/** Texts that are handed in at once; the store commits them together. */
const together = 64;
/** Sids that this run has seen, so that the overlap is not handed in again each time. */
const seenLimit = 10_000;

export interface CatchUp {
  /** Loads the memory, or begins it: from here on it is known what is backlog. */
  begin(): Promise<void>;
  /** Hands in every text of the list that was not seen yet, oldest first. Rejects when Twilio or the store fails; nothing is lost then. */
  pass(signal: AbortSignal): Promise<void>;
  /** Notes a text that came by webhook. */
  saw(sid: string): void;
}

/**
 * Reads the list of messages at Twilio: what came while the hub was away, or whose webhook failed.
 *
 * @param numbers whose texts are read; empty: those of every number of the account
 */
export function createCatchUp(api: TwilioApi, numbers: readonly string[], context: SourceContext): CatchUp {
  const seen = new Set<string>();
  let memory: TwilioMemory | null = null;

  async function begin(): Promise<TwilioMemory> {
    memory = readMemory(await context.memory.load());
    if (memory !== null) return memory;
    const first = { backlogUntil: context.clock.now(), caughtUpTo: null };
    await context.memory.save(first);
    memory = first;
    return first;
  }

  async function pass(signal: AbortSignal): Promise<void> {
    const known = memory ?? (await begin());
    const startedAt = context.clock.now();
    // A clock that ran ahead and was set back must not make us miss what came meanwhile.
    const since = known.caughtUpTo === null ? null : Math.min(known.caughtUpTo, startedAt) - overlapMs;
    for (const to of numbers.length === 0 ? [undefined] : numbers)
      await handOver(await listNew(to, since, signal), known.backlogUntil);
    memory = { ...known, caughtUpTo: startedAt };
    await context.memory.save(memory);
  }

  async function listNew(to: string | undefined, since: number | null, signal: AbortSignal): Promise<TwilioMessage[]> {
    const filter = { to, sentSince: since ?? undefined, pageSize: since === null ? pageSize.first : pageSize.later };
    const found: TwilioMessage[] = [];
    for (let page: string | null = null; ; ) {
      const { messages, next } = await api.list(filter, page, signal);
      found.push(...messages.filter((message) => isInbound(message) && !seen.has(message.sid)));
      const oldest = messages.at(-1)?.sentAt ?? null;
      if (next === null || (since !== null && oldest !== null && oldest < since)) return found.reverse();
      page = next;
    }
  }

  async function handOver(messages: TwilioMessage[], backlogUntil: number): Promise<void> {
    for (let at = 0; at < messages.length; at += together) {
      const group = messages.slice(at, at + together);
      await Promise.all(group.map((message) => handIn(context, toInbound(message, backlogUntil))));
      for (const message of group) saw(message.sid);
    }
  }

  function saw(sid: string): void {
    seen.add(sid);
    const [oldest] = seen;
    if (seen.size > seenLimit && oldest !== undefined) seen.delete(oldest);
  }

  return {
    begin: async () => {
      await begin();
    },
    pass,
    saw,
  };
}

function toInbound(message: TwilioMessage, backlogUntil: number) {
  return {
    transportKey: message.sid,
    sender: message.from,
    to: message.to,
    text: message.body,
    ...(message.sentAt === null ? {} : { sentAt: message.sentAt }),
    ...(message.sentAt !== null && message.sentAt < wholeSecond(backlogUntil) ? { backlog: true } : {}),
  };
}

/** Twilio tells times in whole seconds: a text of the very second in which the first run began is new. */
function wholeSecond(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

/** An empty body without a picture was erased at Twilio: there is nothing to take. */
function isInbound(message: TwilioMessage): boolean {
  const hasContent = message.body !== '' || message.mediaCount > 0;
  return message.direction === 'inbound' && message.status !== 'receiving' && message.sid !== '' && hasContent;
}

function readMemory(value: unknown): TwilioMemory | null {
  if (typeof value !== 'object' || value === null) return null;
  const { backlogUntil, caughtUpTo } = value as Record<string, unknown>;
  if (typeof backlogUntil !== 'number') return null;
  return { backlogUntil, caughtUpTo: typeof caughtUpTo === 'number' ? caughtUpTo : null };
}
