/** One event of a stream (Server-sent events, WHATWG HTML §9.2). */
export interface StreamEvent {
  kind: string;
  /** JSON. */
  data: string;
  /** Place in the stream, to go on behind; empty where the event has none. */
  id: string;
}

/** The hub refuses: not now, but at all. */
export class StreamRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

export interface StreamWish {
  /** Below /api/v1. */
  path: string;
  headers?: Record<string, string>;
  signal: AbortSignal;
  onOpen(response: Response): void;
  onEvent(event: StreamEvent): void;
}

/** The hub says that it is there every 15 s; a device whose network went away hears nothing at all. */
const silenceMs = 45_000;

/**
 * Reads a stream of events. By fetch, not by EventSource: that one takes no token in a header, tells nothing of the
 * hub's heartbeat, and keeps a connection that is long dead.
 *
 * @throws StreamRefused for an answer that says no; any other error when the stream ends, fails or falls silent for 45 s
 */
export async function readEventStream({ path, headers = {}, signal, onOpen, onEvent }: StreamWish): Promise<never> {
  const ended = new AbortController();
  const end = () => ended.abort();
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  let timer = setTimeout(end, silenceMs);
  try {
    const response = await fetch(`/api/v1${path}`, {
      headers: { accept: 'text/event-stream', ...headers },
      cache: 'no-store',
      signal: ended.signal,
    });
    if (response.status >= 400 && response.status < 500) throw new StreamRefused(response.status);
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    onOpen(response);
    const parse = createEventParser(onEvent);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Error('The stream ended');
      clearTimeout(timer);
      timer = setTimeout(end, silenceMs);
      parse(value);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** Takes a stream in pieces as they come. A block that only has an id is an event without a kind or data. */
export function createEventParser(onEvent: (event: StreamEvent) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event !== null) onEvent(event);
    }
  };
}

function parseBlock(block: string): StreamEvent | null {
  const event = { kind: '', data: '', id: '' };
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^(\w*): ?(.*)$/.exec(line) ?? [];
    if (name === 'event') event.kind = value;
    else if (name === 'data') event.data += value;
    else if (name === 'id') event.id = value;
  }
  return event.kind === '' && event.id === '' ? null : event;
}
