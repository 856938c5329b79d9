import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { eventually } from './eventually.ts';

export interface ReadEvent {
  id: string | undefined;
  event: string;
  data: Record<string, unknown>;
}

export interface EventReader {
  status: number;
  events: ReadEvent[];
  /** What a browser would send as `Last-Event-ID`. */
  lastId: string | undefined;
  /** All that came, as text. */
  raw: string;
  ended: boolean;
  until(check: (events: ReadEvent[]) => boolean, what: string): Promise<void>;
  close(): void;
}

/** Reads a stream of events as the WHATWG HTML standard says (§9.2.6). */
export function readEventStream(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<EventReader> {
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = httpRequest({ host: '127.0.0.1', port, path, headers, agent: false }, (incoming) =>
      resolve(collect(outgoing, incoming)),
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function collect(outgoing: ClientRequest, incoming: IncomingMessage): EventReader {
  let rest = '';
  const reader: EventReader = {
    status: incoming.statusCode ?? 0,
    events: [],
    lastId: undefined,
    raw: '',
    ended: false,
    until: (check, what) => eventually(() => check(reader.events), what),
    close: () => outgoing.destroy(),
  };
  incoming.setEncoding('utf8');
  incoming.on('data', (piece: string) => {
    reader.raw += piece;
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) readBlock(reader, block);
  });
  incoming.on('close', () => {
    reader.ended = true;
  });
  incoming.on('error', () => undefined);
  return reader;
}

function readBlock(reader: EventReader, block: string): void {
  const fields = new Map(
    block.split('\n').map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trimStart()] as const;
    }),
  );
  const id = fields.get('id');
  if (id !== undefined) reader.lastId = id;
  const data = fields.get('data');
  if (data === undefined) return;
  reader.events.push({
    id,
    event: fields.get('event') ?? 'message',
    data: JSON.parse(data) as Record<string, unknown>,
  });
}
