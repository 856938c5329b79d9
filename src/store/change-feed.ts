import type { Clock } from '../support/clock.ts';
import type { Database } from './database.ts';

/** What goes over PostgreSQL's NOTIFY: only that there is something new. */
const channel = 'keypigeon_events';
/** One notice for all that happens in this time. */
const coalesceMs = 10;
/** A notice can be lost with its connection: readers look by themselves this often. */
const safetyPollMs = 1_000;

/** Tells readers of events that there may be new ones: at once on this node, by NOTIFY on the others. */
export interface ChangeFeed {
  /** Something was committed here. */
  changed(): void;
  /** Calls `look` when there may be something new; returns how to stop. */
  subscribe(look: () => void): () => void;
  close(): Promise<void>;
}

interface Listening {
  pool?: { connect(): Promise<ListeningClient> };
}

interface ListeningClient {
  query(sql: string): Promise<unknown>;
  /** Of the server's process that serves it. */
  processID?: number | null;
  on(event: 'error', run: () => void): void;
  on(event: 'notification', run: (notice: { processId: number }) => void): void;
  release(destroy?: boolean): void;
}

export function createChangeFeed(database: Database & Listening, clock: Clock): ChangeFeed {
  const readers = new Set<() => void>();
  let planned = false;
  let closed = false;
  let client: ListeningClient | null = null;
  let listening: Promise<void> = Promise.resolve();
  const tell = () => {
    for (const look of readers) look();
  };
  const poll = () => {
    if (closed) return;
    tell();
    clock.after(safetyPollMs, poll);
  };
  const listen = async () => {
    if (closed || database.pool === undefined) return;
    let fresh: ListeningClient | null = null;
    let lost = false;
    const lose = () => {
      if (lost) return;
      lost = true;
      fresh?.release(true);
      if (client === fresh) client = null;
      if (!closed)
        clock.after(safetyPollMs, () => {
          listening = listen();
        });
    };
    try {
      fresh = await database.pool.connect();
      const { processID } = fresh;
      // Of its own notices this node has told already.
      fresh.on('notification', ({ processId }) => processId === processID || tell());
      fresh.on('error', lose);
      await fresh.query(`listen ${channel}`);
      if (closed) lose();
      else if (!lost) client = fresh;
    } catch {
      lose();
    }
  };
  /** Outside the writing transaction: inside it, NOTIFY halves the commit rate. One at a time: a connection has no queue. */
  let notifying: Promise<unknown> | null = null;
  const notify = async () => {
    if (notifying !== null) await notifying;
    notifying ??= client?.query(`notify ${channel}`).catch(() => undefined) ?? null;
    await notifying;
    notifying = null;
  };
  if (database.dialect === 'postgres') {
    listening = listen();
    poll();
  }
  return {
    changed() {
      if (planned) return;
      planned = true;
      clock.after(coalesceMs, () => {
        planned = false;
        if (closed) return;
        tell();
        void notify();
      });
    },
    subscribe(look) {
      readers.add(look);
      return () => void readers.delete(look);
    },
    async close() {
      closed = true;
      readers.clear();
      // A connection that is not given back would hold up the end of the pool.
      await listening;
      client?.release(true);
      client = null;
    },
  };
}
