import type { Connection } from './event-connection.ts';
import type { StreamEvent } from './event-stream.ts';

/** What tabs tell each other. */
type News = { event: StreamEvent } | { state: Connection; place: string };
type Told = News | { asks: true };

/** Between two tries to get the lock: one that is refused at once must not be asked for in a loop. */
const pauseMs = 500;

export interface SharingParts {
  /** The same for all tabs of one person. */
  name: string;
  locks: Pick<LockManager, 'request'>;
  /** Opens the stream behind a place; answers how to close it. */
  connect(after: string, on: { state(state: Connection): void; event(event: StreamEvent): void }): () => void;
  onState(state: Connection): void;
  onEvent(event: StreamEvent): void;
  /** Whether this tab is looked at: only then it takes the stream from one that does not answer. */
  isShown(): boolean;
  /** How long the tab that holds the stream may take to answer, ms. */
  answerMs?: number;
  /** How often a tab that is looked at asks whether it is still there, ms. */
  askEveryMs?: number;
}

/**
 * One tab's part in having one stream of events for all tabs of a browser: browsers allow six HTTP/1.1 connections to a
 * host. The tab that got the lock holds the stream and tells the others what it hears; when it goes, the next one goes on
 * behind the last event. One that is frozen does not answer, and loses the lock.
 */
export class SharedEvents {
  readonly #parts: SharingParts;
  readonly #channel: BroadcastChannel;
  readonly #stopped = new AbortController();
  readonly #watch: ReturnType<typeof setInterval>;
  #state: Connection = 'connecting';
  #place = '';
  #holds = false;
  #unanswered: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: SharingParts) {
    this.#parts = parts;
    this.#channel = new BroadcastChannel(parts.name);
    this.#channel.onmessage = ({ data }) => this.#hear(data as Told);
    this.#watch = setInterval(() => this.ask(), parts.askEveryMs ?? 20_000);
    this.ask();
    void this.#wait();
  }

  /** Whether this tab is the one that holds the stream. */
  get holds(): boolean {
    return this.#holds;
  }

  /** Asks how the connection is; to be called when the tab is shown, too. */
  ask(): void {
    if (this.#holds || this.#unanswered !== undefined) return;
    this.#tell({ asks: true });
    this.#unanswered = setTimeout(() => {
      this.#unanswered = undefined;
      // What is stolen cannot be waited for, so it takes no signal (Web Locks API §3.2).
      if (this.#parts.isShown()) void this.#hold({ steal: true });
    }, this.#parts.answerMs ?? 4_000);
  }

  stop(): void {
    clearInterval(this.#watch);
    this.#answered();
    this.#stopped.abort();
    this.#channel.close();
  }

  /** Waits for the lock, and again whenever it was taken away. */
  async #wait(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#hold({ signal });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** Holds the stream from when the lock is got until this tab stops or is robbed of it. */
  async #hold(wish: LockOptions): Promise<void> {
    const holding = { close: () => {} };
    const hold = () =>
      new Promise<void>((resolve) => {
        if (this.#holds || this.#stopped.signal.aborted) return resolve();
        holding.close = this.#open(resolve);
      });
    // It is refused when this tab stops while it waits, and broken when another tab steals the lock.
    await this.#parts.locks.request(this.#parts.name, wish, hold).catch(() => {});
    holding.close();
  }

  #open(release: () => void): () => void {
    this.#holds = true;
    this.#answered();
    const disconnect = this.#parts.connect(this.#place, {
      state: (state) => this.#pass({ state, place: this.#place }),
      event: (event) => this.#pass({ event }),
    });
    const close = () => {
      this.#stopped.signal.removeEventListener('abort', close);
      this.#holds = false;
      disconnect();
      release();
    };
    this.#stopped.signal.addEventListener('abort', close);
    return close;
  }

  #pass(told: News): void {
    this.#take(told);
    this.#tell(told);
  }

  #hear(told: Told): void {
    if (!('asks' in told)) {
      this.#answered();
      // The last words of the tab that held the stream before may come late: its events count, its state does not.
      if (!this.#holds || 'event' in told) this.#take(told);
    } else if (this.#holds) this.#tell({ state: this.#state, place: this.#place });
  }

  #take(told: News): void {
    if ('event' in told) {
      if (told.event.id !== '') this.#place = told.event.id;
      this.#parts.onEvent(told.event);
      return;
    }
    if (told.place !== '') this.#place = told.place;
    this.#state = told.state;
    this.#parts.onState(told.state);
  }

  #answered(): void {
    clearTimeout(this.#unanswered);
    this.#unanswered = undefined;
  }

  #tell(told: Told): void {
    if (!this.#stopped.signal.aborted) this.#channel.postMessage(told);
  }
}
