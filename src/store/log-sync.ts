import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const syncData = promisify(fdatasync);

/**
 * Brings the write-ahead log of a SQLite file to the disk, in a thread of the pool: SQLite's own sync at each commit
 * (`synchronous=FULL`) would hold up the event loop meanwhile, on a slow card for tens of milliseconds.
 */
export class LogSync {
  readonly #file: string;
  #descriptor: number | null = null;

  constructor(file: string) {
    this.#file = `${file}-wal`;
  }

  /** Resolves when all that was written to the log before is on the disk. */
  readonly sync = async (): Promise<void> => {
    // SQLite keeps this very file as long as a connection is open.
    this.#descriptor ??= openSync(this.#file, 'r+');
    await syncData(this.#descriptor);
  };

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}
