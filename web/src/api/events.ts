import { signal } from '@preact/signals';
import { loadAccount } from './account.ts';

/** How the connection to the hub is; `idle`: nothing that is shown changes by itself. */
export const connection = signal<'idle' | 'connecting' | 'live' | 'lost'>('idle');

type Listener = (data: never, kind: string) => void;

const retryMs = 1_500;
const listeners = new Map<string, Set<Listener>>();
let source: EventSource | null = null;
let lastId = '';
let retry: ReturnType<typeof setTimeout> | undefined;

/**
 * Hears of events of a kind (`message`, `message.revised`, `delivery`, `wait` …; `reset`: something was missed, read the
 * lists again). The first listener opens the stream, the last one that goes closes it. Answers how to stop.
 */
export function listen<Data>(kind: string, listener: (data: Data, kind: string) => void): () => void {
  const known = listeners.get(kind) ?? new Set();
  listeners.set(kind, known);
  known.add(listener as Listener);
  if (source === null) open();
  else if (known.size === 1) source.addEventListener(kind, hear);
  return () => {
    known.delete(listener as Listener);
    if (known.size === 0) listeners.delete(kind);
    if (listeners.size === 0) close();
  };
}

function open(): void {
  clearTimeout(retry);
  connection.value = connection.value === 'idle' ? 'connecting' : 'lost';
  source = new EventSource(`/api/v1/events${lastId === '' ? '' : `?after=${encodeURIComponent(lastId)}`}`);
  source.onopen = () => {
    connection.value = 'live';
    // The stream begins now; what came since a page read its lists is known to nobody.
    if (lastId === '') for (const listener of listeners.get('reset') ?? []) listener(null as never, 'reset');
  };
  source.onerror = () => {
    connection.value = 'lost';
    // The browser tries again by itself, but not after an answer that says no, such as a 502 of a proxy.
    if (source?.readyState === EventSource.CLOSED) retryLater();
  };
  for (const kind of listeners.keys()) source.addEventListener(kind, hear);
}

function retryLater(): void {
  retry = setTimeout(async () => {
    await loadAccount();
    if (listeners.size > 0) open();
  }, retryMs);
}

function close(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
  connection.value = 'idle';
}

function hear(event: Event): void {
  const { type, data, lastEventId } = event as MessageEvent<string>;
  if (lastEventId !== '') lastId = lastEventId;
  const parsed: unknown = data === '' ? null : JSON.parse(data);
  for (const listener of listeners.get(type) ?? []) listener(parsed as never, type);
}
