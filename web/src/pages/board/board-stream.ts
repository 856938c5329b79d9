import { signal } from '@preact/signals';
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
/** The hub says that it is there every 15 s; a tablet whose network went away hears nothing at all. */
const silenceMs = 45_000;

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
      await this.#follow(stopped).catch(() => {
        if (!stopped.aborted) this.state.value = 'lost';
      });
      if (!stopped.aborted) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  close(): void {
    this.#stop.abort();
  }

  async #follow(stopped: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const { signal } = ended;
    stopped.addEventListener('abort', () => ended.abort(), { once: true });
    const ask = (path: string) =>
      fetch(`/api/v1${path}`, { headers: { authorization: `Bearer ${this.#token}` }, signal });
    const now = await ask('/board');
    if (now.status === 401 || now.status === 403) {
      this.state.value = 'refused';
      return;
    }
    if (!now.ok) throw new Error(`HTTP ${now.status}`);
    learnHubTime(now.headers.get('date'));
    this.#show(await now.json());
    const events = await ask('/board/events');
    if (!events.ok || events.body === null) throw new Error(`HTTP ${events.status}`);
    this.state.value = 'live';
    const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
    const watch = watchSilence(() => ended.abort());
    try {
      for (let rest = ''; ; ) {
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        watch.heard();
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.#take(block);
      }
    } finally {
      watch.end();
    }
  }

  /** One event of the stream (Server-sent events, WHATWG HTML §9.2). */
  #take(block: string): void {
    const lines = block.split('\n');
    if (!lines.includes('event: board')) return;
    const data = lines.find((line) => line.startsWith('data: '));
    if (data !== undefined) this.#show(JSON.parse(data.slice('data: '.length)));
  }

  #show({ codes }: { codes: BoardCode[] }): void {
    this.codes.value = codes;
  }
}

function watchSilence(onSilence: () => void): { heard(): void; end(): void } {
  let timer = setTimeout(onSilence, silenceMs);
  return {
    heard() {
      clearTimeout(timer);
      timer = setTimeout(onSilence, silenceMs);
    },
    end: () => clearTimeout(timer),
  };
}
