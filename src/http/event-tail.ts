import type { ServerResponse } from 'node:http';
import type { HubEvent } from '../store/events.ts';
import type { HubApi } from './api.ts';
import { LiveStream, lookOnceMore } from './live-stream.ts';

const pageSize = 100;

export interface TailWish {
  /** Position to go on behind; null: from now on. */
  after: string | null;
  /** Asked at each heartbeat and before each page of events. */
  stillGranted(): Promise<boolean>;
  /** The position of the newest event. */
  newest(): Promise<string>;
  /** `reset`: the position is too old or unknown. `upTo`: where to go on, also where none of the events is for this reader. */
  read(position: string, limit: number): Promise<{ events: HubEvent[]; reset: boolean; upTo?: string; more?: boolean }>;
  /** The block of an event; empty: it is not for this reader. */
  format(event: HubEvent): string | Promise<string>;
}

/** One reader who follows events from a position on. */
export class EventTail {
  readonly #hub: HubApi;
  readonly #wish: TailWish;
  readonly #stream: LiveStream;
  #position = '';
  #unsubscribe: () => void = () => {};

  constructor(hub: HubApi, response: ServerResponse, wish: TailWish) {
    this.#hub = hub;
    this.#wish = wish;
    this.#stream = new LiveStream(hub.clock, response, wish.stillGranted);
  }

  begin(position: string): void {
    this.#position = position;
    // An id without data: a reader that is cut off before its first event resumes from here.
    this.#stream.begin(this.#wish.after === null ? `id: ${position}\n` : '');
    const look = lookOnceMore(
      () => this.#sendNew(),
      (error) => {
        // The reader comes again by itself, and then hears how it stands.
        this.#hub.log.warn({ err: error }, 'a stream of events ended early');
        this.end();
      },
    );
    this.#unsubscribe = this.#hub.changes.subscribe(() => void look());
    void look();
  }

  end(): void {
    this.#unsubscribe();
    this.#stream.end();
  }

  async #sendNew(): Promise<void> {
    while (!this.#stream.ended) {
      const { events, reset, upTo, more } = await this.#wish.read(this.#position, pageSize);
      if (reset) {
        this.#position = await this.#wish.newest();
        await this.#stream.write(`id: ${this.#position}\nevent: reset\ndata: {}\n\n`);
        continue;
      }
      if (events.length > 0 && !(await this.#stream.isStillGranted())) return this.end();
      for (const event of events) {
        const block = await this.#wish.format(event);
        if (block !== '') await this.#stream.write(block);
        this.#position = event.id;
      }
      this.#position = upTo ?? this.#position;
      if (!(more ?? events.length === pageSize)) return;
      // Whoever is cut off far from the last event need not come all the way again.
      if (events.length === 0) await this.#stream.write(`id: ${this.#position}\n\n`);
    }
  }
}
