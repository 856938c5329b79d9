import type { StreamEvent, StreamWish } from './event-stream.ts';

/** How the connection to the hub is. */
export type Connection = 'connecting' | 'live' | 'lost';

export interface ConnectionParts {
  read(wish: StreamWish): Promise<never>;
  onState(state: Connection): void;
  onEvent(event: StreamEvent): void;
  /** Asked before each further try; false: nobody is signed in any more. */
  mayRetry(): Promise<boolean>;
  /** Waits, shorter when the device gets a network. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const firstPauseMs = 1_000;
const longestPauseMs = 15_000;

/**
 * Keeps one stream of events open, and goes on behind the last event after each end. `after`: place to begin behind;
 * empty: from now on, which is told as `reset`, because what came before that is known to nobody. Answers how to stop.
 */
export function keepConnection(parts: ConnectionParts, after: string): () => void {
  const stopped = new AbortController();
  void follow(parts, after, stopped.signal);
  return () => stopped.abort();
}

async function follow(parts: ConnectionParts, after: string, signal: AbortSignal): Promise<void> {
  let place = after;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    const path = `/events${place === '' ? '' : `?after=${encodeURIComponent(place)}`}`;
    const onOpen = () => {
      pauseMs = firstPauseMs;
      parts.onState('live');
      if (place === '') parts.onEvent({ kind: 'reset', data: '', id: '' });
    };
    const onEvent = (event: StreamEvent) => {
      if (signal.aborted) return;
      if (event.id !== '') place = event.id;
      parts.onEvent(event);
    };
    await parts.read({ path, signal, onOpen, onEvent }).catch(() => {});
    if (signal.aborted) return;
    parts.onState('lost');
    await parts.pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    if (signal.aborted || !(await parts.mayRetry())) return;
  }
}
