import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '../support/clock.ts';
import { safeHeaders } from './headers.ts';

/** Proxies end a connection that is silent for a minute (nginx `proxy_read_timeout`). */
const heartbeatMs = 15_000;
/** A reader whose connection takes nothing for so many heartbeats is gone. */
const longestStallBeats = 4;
/** What a reader waits before it comes again. */
const reconnectMs = 1_000;

/** One open connection of server-sent events (WHATWG HTML §9.2) with its heartbeat. */
export class LiveStream {
  readonly #clock: Clock;
  readonly #response: ServerResponse;
  readonly #stillGranted: () => Promise<boolean>;
  #heartbeat: Timer | undefined;
  #stalledBeats = 0;
  #ended = false;

  /** `stillGranted` is asked at each heartbeat: a revoked token or session ends its streams. */
  constructor(clock: Clock, response: ServerResponse, stillGranted: () => Promise<boolean>) {
    this.#clock = clock;
    this.#response = response;
    this.#stillGranted = stillGranted;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** `first`: lines of a block of their own. */
  begin(first: string): void {
    this.#response.writeHead(200, {
      ...safeHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      // nginx would hold events back until its buffer is full.
      'x-accel-buffering': 'no',
    });
    this.#response.write(`retry: ${reconnectMs}\n${first}\n`);
    this.#planHeartbeat();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#heartbeat?.cancel();
    this.#response.end();
  }

  /** Waits while the connection is full, so that a slow reader costs one page of memory and no more. */
  write(chunk: string): Promise<void> | undefined {
    if (this.#ended || this.#response.write(chunk)) return undefined;
    return new Promise((resolve) => {
      const go = () => {
        this.#response.off('drain', go);
        this.#response.off('close', go);
        resolve();
      };
      this.#response.on('drain', go);
      this.#response.on('close', go);
    });
  }

  /** Ends the stream of somebody who may not read on. A store that fails just now takes no right away. */
  async isStillGranted(): Promise<boolean> {
    const granted = await this.#stillGranted().catch(() => true);
    if (!granted) this.end();
    return granted;
  }

  #planHeartbeat(): void {
    this.#heartbeat = this.#clock.after(heartbeatMs, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    this.#stalledBeats = this.#response.writableNeedDrain ? this.#stalledBeats + 1 : 0;
    if (this.#stalledBeats >= longestStallBeats) this.#response.destroy();
    if (!(await this.isStillGranted()) || this.#ended) return;
    if (this.#stalledBeats === 0) this.#response.write(': still here\n\n');
    this.#planHeartbeat();
  }
}

/** Reads what is new, one reading at a time; asked while it runs, it looks once more. */
export function lookOnceMore(look: () => Promise<void>, onError: (error: unknown) => void): () => Promise<void> {
  let again = false;
  let running = false;
  return async () => {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again) {
        again = false;
        await look();
      }
    } catch (error) {
      onError(error);
    } finally {
      running = false;
    }
  };
}
