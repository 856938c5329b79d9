import type { ServerResponse } from 'node:http';
import type { DueCode } from '../store/board.ts';
import type { Timer } from '../support/clock.ts';
import type { HubApi } from './api.ts';
import { LiveStream, lookOnceMore } from './live-stream.ts';
import { OpenStreams } from './open-streams.ts';
import { toBoardJson } from './schemas/board.ts';

export interface BoardWish {
  /** Reads what is due, and notes who is shown it. */
  read(): Promise<DueCode[]>;
  /** A revoked token or session ends its boards. */
  stillGranted(): Promise<boolean>;
}

/** The boards that are open: each is told whenever what it shows has changed, also when a code runs out. */
export class BoardStreams {
  readonly #hub: HubApi;
  readonly #open = new OpenStreams();

  constructor(hub: HubApi) {
    this.#hub = hub;
  }

  /** Reads once, so that a failing store is still answered as an error. */
  async prepare(wish: BoardWish): Promise<(response: ServerResponse) => void> {
    this.#open.makeRoom();
    await wish.read();
    return (response) => {
      const stream = new BoardStream(this.#hub, wish, response);
      this.#open.add(stream, response);
      stream.begin();
    };
  }

  close(): void {
    this.#open.close();
  }
}

class BoardStream {
  readonly #hub: HubApi;
  readonly #wish: BoardWish;
  readonly #stream: LiveStream;
  /** What it shows. */
  #shown: string | null = null;
  #nextEnd: Timer | undefined;
  #unsubscribe: () => void = () => {};

  constructor(hub: HubApi, wish: BoardWish, response: ServerResponse) {
    this.#hub = hub;
    this.#wish = wish;
    this.#stream = new LiveStream(hub.clock, response, wish.stillGranted);
  }

  begin(): void {
    this.#stream.begin('');
    const look = lookOnceMore(
      () => this.#tell(() => void look()),
      (error) => {
        // The board comes again by itself, and then hears how it stands.
        this.#hub.log.warn({ err: error }, 'the stream of a board ended early');
        this.end();
      },
    );
    this.#unsubscribe = this.#hub.changes.subscribe(() => void look());
    void look();
  }

  end(): void {
    this.#unsubscribe();
    this.#nextEnd?.cancel();
    this.#stream.end();
  }

  async #tell(again: () => void): Promise<void> {
    if (this.#stream.ended) return;
    const codes = await this.#wish.read();
    const now = this.#hub.clock.now();
    const { codes: shown } = toBoardJson(codes, now);
    if (JSON.stringify(shown) !== this.#shown) {
      if (!(await this.#stream.isStillGranted())) return this.end();
      this.#shown = JSON.stringify(shown);
      await this.#stream.write(`event: board\ndata: ${JSON.stringify(toBoardJson(codes, now))}\n\n`);
    }
    this.#nextEnd?.cancel();
    if (this.#stream.ended || codes.length === 0) return;
    const firstEnd = Math.min(...codes.map(({ message }) => message.deliverUntil));
    this.#nextEnd = this.#hub.clock.after(Math.max(1, firstEnd - this.#hub.clock.now()), again);
  }
}
