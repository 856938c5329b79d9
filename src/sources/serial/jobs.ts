import { TemporaryDeliveryError } from '../../domain/delivery-errors.ts';
import type { AtChannel } from './channel.ts';
import { AtError } from './errors.ts';

interface Job {
  run(channel: AtChannel): Promise<void>;
  /** Its turn does not come. */
  giveUp(): void;
}

/** Texts that wait to be sent by the port that is open. */
export class Jobs {
  readonly #waiting = new Set<Job>();
  #closed = false;

  /** Rejects with TemporaryDeliveryError when its turn does not come. */
  add<T>(work: (channel: AtChannel) => Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const job: Job = {
        run: async (channel) => {
          signal.removeEventListener('abort', job.giveUp);
          await runOne(work, channel, resolve, reject);
        },
        giveUp: () => {
          this.#waiting.delete(job);
          reject(new TemporaryDeliveryError('the modem was not free in time; nothing was sent'));
        },
      };
      if (signal.aborted || this.#closed) return job.giveUp();
      signal.addEventListener('abort', job.giveUp, { once: true });
      this.#waiting.add(job);
    });
  }

  /** false: nothing waits. Throws when the modem has fallen silent. */
  async runNext(channel: AtChannel): Promise<boolean> {
    const [job] = this.#waiting;
    if (job === undefined) return false;
    this.#waiting.delete(job);
    await job.run(channel);
    return true;
  }

  close(): void {
    this.#closed = true;
    for (const job of this.#waiting) job.giveUp();
  }
}

async function runOne<T>(
  work: (channel: AtChannel) => Promise<T>,
  channel: AtChannel,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): Promise<void> {
  try {
    resolve(await work(channel));
  } catch (error) {
    reject(error);
    const isRefusal = error instanceof Error && error.cause instanceof AtError;
    // After silence, the next answer might be this one's, late.
    if (!isRefusal) await channel.wakeUp();
  }
}
