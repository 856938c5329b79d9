import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** The log may grow to this before it is copied (SQLite's own default: 1,000 pages of 4 KiB). */
const copyFromBytes = 4 * 1024 * 1024;
/** Commits between two looks at the size of the log. */
const lookEvery = 32;
/** The log's file keeps its size when it is written from its beginning again, so size alone would copy all the time. */
const pauseMs = 1_000;
const closeWithinMs = 2_000;

/** Keeps the write-ahead log short from a thread, which is started when the log has grown for the first time. */
export class Checkpointer {
  readonly #file: string;
  readonly #onFailure: () => void;
  #worker: Worker | null = null;
  #isCopying = false;
  #commits = 0;
  #copiedAt = Number.NEGATIVE_INFINITY;

  /** `onFailure`: no thread can be had, so that somebody else must keep the log short. */
  constructor(file: string, onFailure: () => void) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  /** Called after each commit. */
  committed(): void {
    this.#commits += 1;
    if (this.#commits % lookEvery !== 0 || this.#isCopying) return;
    const now = performance.now();
    if (now - this.#copiedAt < pauseMs || logSize(this.#file) < copyFromBytes) return;
    this.#copiedAt = now;
    this.#copy();
  }

  /** Never throws: whoever commits must not fail because there is no thread. */
  #copy(): void {
    try {
      this.#start().postMessage('copy');
      this.#isCopying = true;
    } catch {
      this.#onFailure();
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage('close');
    const late = setTimeout(() => void worker.terminate(), closeWithinMs);
    await ended;
    clearTimeout(late);
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('checkpoint-worker.ts', import.meta.url), {
      workerData: { file: this.#file },
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 },
    });
    worker.unref();
    worker.on('message', () => {
      this.#isCopying = false;
    });
    worker.on('error', () => this.#onFailure());
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      this.#isCopying = false;
    });
    this.#worker = worker;
    return worker;
  }
}

function logSize(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
