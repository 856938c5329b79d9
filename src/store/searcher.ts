import { Worker } from 'node:worker_threads';
import { KeypigeonError } from '../domain/errors.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { Facets } from './facets.ts';
import type { FoundMessages, SearchWish } from './find-messages.ts';
import type { Keyring } from './keyring.ts';
import type { StorePlace } from './open-store.ts';
import type { SearchAnswer, SearchCall, SearchThreadData } from './search-calls.ts';

/** A thread that nobody asks costs some 20 MB. */
const idleMs = 300_000;
/** Searches of one person, or of the administrator, at a time. */
const mostAtOnce = 8;
const closeWithinMs = 2_000;

export interface SearcherParts {
  place: StorePlace;
  keyring: Keyring;
  clock: Clock;
  log: Logger;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  who: string;
}

/** Searches messages in a thread, which is started by the first search and ended when nobody searches any more. */
export class Searcher {
  readonly #parts: SearcherParts;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: Timer | undefined;
  #last = 0;
  #closed = false;

  constructor(parts: SearcherParts) {
    this.#parts = parts;
  }

  /** Throws KeypigeonError: `rate-limited`, `store-unavailable`, `shutting-down`. */
  find(viewer: Viewer, wish: SearchWish): Promise<FoundMessages> {
    return this.#ask({ name: 'find', viewer, wish }) as Promise<FoundMessages>;
  }

  /** Throws as `find` does. */
  facets(viewer: Viewer): Promise<Facets> {
    return this.#ask({ name: 'facets', viewer, wish: null }) as Promise<Facets>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #ask(call: SearchCall): Promise<unknown> {
    if (this.#closed) throw new KeypigeonError('shutting-down', 'The hub is stopping.');
    const who = call.viewer.kind === 'person' ? `person ${call.viewer.personId}` : 'administrator';
    const running = [...this.#waiting.values()].filter((one) => one.who === who).length;
    if (running >= mostAtOnce)
      throw new KeypigeonError('rate-limited', `Expected at most ${mostAtOnce} searches at once.`);
    this.#idle?.cancel();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, who });
      const worker = this.#thread();
      worker.ref();
      worker.postMessage({ ...call, id });
    });
  }

  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const { keyring, log } = this.#parts;
    const { dataFolder, databaseUrl } = this.#parts.place;
    const place = { dataFolder, databaseUrl };
    const workerData: SearchThreadData = { place, keys: keyring.handOver() };
    const worker = new Worker(new URL('search-worker.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 },
    });
    worker.unref();
    worker.on('message', (answer: SearchAnswer) => this.#settle(answer));
    worker.on('error', (error) => log.warn({ err: error }, 'the thread that searches ended'));
    worker.on('exit', () => this.#lose(worker));
    this.#worker = worker;
    return worker;
  }

  #settle(answer: SearchAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('result' in answer) waiting?.resolve(answer.result);
    else {
      this.#parts.log.warn({ trouble: answer.trouble }, 'a search failed');
      waiting?.reject(unreadable());
    }
    if (this.#waiting.size > 0) return;
    this.#worker?.unref();
    this.#idle = this.#parts.clock.after(idleMs, () => void this.#end());
  }

  /** Whoever waits for a thread that ended is told; the next search starts another one. */
  #lose(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(unreadable());
    this.#waiting.clear();
  }

  async #end(): Promise<void> {
    this.#idle?.cancel();
    const worker = this.#worker;
    if (worker === null) return;
    this.#lose(worker);
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage('close');
    const late = setTimeout(() => void worker.terminate(), closeWithinMs);
    await ended;
    clearTimeout(late);
  }
}

function unreadable(): KeypigeonError {
  return new KeypigeonError('store-unavailable', 'The store cannot be searched now; see the log of the hub.');
}
