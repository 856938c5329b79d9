import type { IncomingMessage } from 'node:http';
import { KeypigeonError } from '../domain/errors.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { HubClient } from './hub-client.ts';

/** One event as the hub sent it. */
export interface StreamedEvent {
  kind: string;
  data: Record<string, unknown>;
}

export interface Following {
  client: HubClient;
  clock: Clock;
  /** Ends it. */
  signal: AbortSignal;
  onEvent(event: StreamedEvent): Promise<void> | void;
  /** `true` each time the stream is open, `false` when it is lost. */
  onLive(live: boolean): Promise<void> | void;
}

/** A hub that restarts is back within seconds. */
const firstWaitMs = 250;
const longestWaitMs = 3_000;
/** The hub sends a sign of life every 15 s: after three missing ones the connection is dead. */
const silentMs = 50_000;

/**
 * Follows the hub's events (Server-sent events, WHATWG HTML §9.2) until `signal` is aborted. A lost stream is opened again
 * behind the last event, so that none is missed. Rejects with KeypigeonError when the first try fails, or a later one for
 * a reason that waiting does not mend (a revoked token).
 */
export async function followEvents(following: Following): Promise<void> {
  const { client, clock, signal, onEvent, onLive } = following;
  let lastId: string | null = null;
  let opened = false;
  let wait = firstWaitMs;
  while (!signal.aborted) {
    try {
      const headers = { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) };
      const response = await client.open('/api/v1/events', headers, signal);
      opened = true;
      wait = firstWaitMs;
      await onLive(true);
      for await (const { id, event } of readStream(response, clock)) {
        if (event !== null) await onEvent(event);
        // Only now: an event that was not dealt with comes again.
        if (id !== null) lastId = id;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!opened || !mayPass(error)) throw error;
    }
    await onLive(false);
    await sleep(clock, wait, signal).catch(() => undefined);
    wait = Math.min(wait * 2, longestWaitMs);
  }
}

/** Lost connections, a hub that starts or stops: it comes back. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof KeypigeonError)) return true;
  return error.status === 503 || error.status === 429 || error.status === 500;
}

async function* readStream(response: IncomingMessage, clock: Clock) {
  response.setEncoding('utf8');
  let timer = clock.after(silentMs, () => response.destroy());
  let rest = '';
  let id: string | null = null;
  let kind = 'message';
  let data: string[] = [];
  try {
    for await (const chunk of response) {
      timer.cancel();
      timer = clock.after(silentMs, () => response.destroy());
      const lines: string[] = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          yield { id, event: data.length === 0 ? null : toEvent(kind, data.join('\n')) };
          id = null;
          kind = 'message';
          data = [];
        } else if (line.startsWith('id: ')) id = line.slice(4);
        else if (line.startsWith('event: ')) kind = line.slice(7);
        else if (line.startsWith('data: ')) data.push(line.slice(6));
      }
    }
  } finally {
    timer.cancel();
    response.destroy();
  }
}

function toEvent(kind: string, data: string): StreamedEvent {
  return { kind, data: JSON.parse(data) as Record<string, unknown> };
}
