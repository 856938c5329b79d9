import { signal } from '@preact/signals';
import { readEventStream, StreamRefused } from '../../api/event-stream.ts';
import { learnHubTime } from '../../api/hub-clock.ts';

export interface BoardCode {
  id: string;
  code: string;
  service: string | null;
  sender: string;
  line: string;
  for: string[];
  receivedAt: string;
  expiresAt: string | null;
  deliverUntil: string;
}

const retryMs = 2_000;

/** The codes of a board, as they come and go. A token in a header, as an address may end up in a log. */
export class BoardStream {
  readonly codes = signal<readonly BoardCode[] | null>(null);
  readonly state = signal<'connecting' | 'live' | 'lost' | 'refused'>('connecting');
  readonly #token: string;
  #stop = new AbortController();

  constructor(token: string) {
    this.#token = token;
  }

  async open(): Promise<void> {
    this.#stop = new AbortController();
    const { signal: stopped } = this.#stop;
    while (!stopped.aborted && this.state.value !== 'refused') {
      await this.#follow(stopped).catch((error: unknown) => this.#ended(error, stopped));
      if (!stopped.aborted) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  close(): void {
    this.#stop.abort();
  }

  /** The hub tells at once what is due, and then whenever that has changed. */
  #follow(signal: AbortSignal): Promise<never> {
    return readEventStream({
      path: '/board/events',
      headers: { authorization: `Bearer ${this.#token}` },
      signal,
      onOpen: ({ headers }) => {
        learnHubTime(headers.get('date'));
        this.state.value = 'live';
      },
      onEvent: ({ kind, data }) => {
        if (kind === 'board') this.codes.value = (JSON.parse(data) as { codes: BoardCode[] }).codes;
      },
    });
  }

  #ended(error: unknown, stopped: AbortSignal): void {
    if (stopped.aborted) return;
    const refused = error instanceof StreamRefused && (error.status === 401 || error.status === 403);
    // Who may not see the codes any more does not keep those that are shown.
    if (refused) this.codes.value = null;
    this.state.value = refused ? 'refused' : 'lost';
  }
}
