import { batch, computed, signal } from '@preact/signals';
import { listen } from '../../api/events.ts';
import { hubNow, ticks, watchTime } from '../../api/hub-clock.ts';
import { type Facets, listMessages, type Message, type MessageFilter, readFacets } from '../../api/messages.ts';
import { explainError } from '../../parts/notices.tsx';
import { withMessage } from './sorted.ts';

const typingMs = 200;
/** Codes that are due are looked for among so many of the newest messages. */
const newestCount = 50;

/** What the inbox shows: the codes that are due, and a list under a filter. One for each visit of the page. */
export class Inbox {
  readonly filter = signal<MessageFilter>({});
  /** Newest first, under the filter; null: not read yet. */
  readonly list = signal<readonly Message[] | null>(null);
  readonly next = signal<string | null>(null);
  readonly facets = signal<Facets | null>(null);
  readonly error = signal<string | null>(null);
  readonly busy = signal(false);
  readonly #newest = signal<readonly Message[]>([]);
  #typing: ReturnType<typeof setTimeout> | undefined;
  #wanted = 0;
  #stop: (() => void)[] = [];

  /** Codes that can still be used, the newest first; whatever the filter is. */
  readonly due = computed(() => {
    ticks.value;
    const now = hubNow();
    return this.#newest.value.filter((message) => isDue(message, now));
  });

  open(): void {
    const heard = ({ message }: { message?: Message }) => (message === undefined ? this.reload() : this.#put(message));
    this.#stop = [
      ...['message', 'message.revised', 'sighting'].map((kind) => listen(kind, heard)),
      listen<{ messageId: string }>('message.copied', () => this.reload()),
      listen('reset', () => this.reload()),
      watchTime(),
    ];
    void this.reload();
    readFacets().then(
      (facets) => {
        this.facets.value = facets;
      },
      () => {
        // The page works without them.
      },
    );
  }

  close(): void {
    clearTimeout(this.#typing);
    for (const stop of this.#stop) stop();
  }

  /** Changes the filter; what is typed is asked for after a moment. */
  look(change: MessageFilter, { typed = false } = {}): void {
    this.filter.value = clean({ ...this.filter.value, ...change });
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.reload(), typed ? typingMs : 0);
  }

  async reload(): Promise<void> {
    const mine = ++this.#wanted;
    const filter = this.filter.value;
    await this.#ask(async () => {
      const [page, newest] = await Promise.all([
        this.#page(filter, null, mine),
        isEmpty(filter) ? null : listMessages({}, null, newestCount),
      ]);
      if (mine !== this.#wanted) return;
      batch(() => {
        this.list.value = page.messages;
        this.next.value = page.next;
        this.#newest.value = (newest ?? page).messages;
      });
    });
  }

  async more(): Promise<void> {
    const mine = this.#wanted;
    await this.#ask(async () => {
      const page = await this.#page(this.filter.value, this.next.value, mine);
      if (mine !== this.#wanted) return;
      batch(() => {
        this.list.value = [...(this.list.value ?? []), ...page.messages];
        this.next.value = page.next;
      });
    });
  }

  /** The hub looks through so many at a time, and says where to go on: until there is something to show. */
  async #page(filter: MessageFilter, before: string | null, mine: number) {
    let page = await listMessages(filter, before);
    while (page.messages.length === 0 && page.next !== null && mine === this.#wanted)
      page = await listMessages(filter, page.next);
    return page;
  }

  /** Shows what came at once; what a filter hides is decided by the hub. */
  #put(message: Message): void {
    this.#newest.value = withMessage(this.#newest.value, message);
    if (isEmpty(this.filter.value)) this.list.value = withMessage(this.list.value ?? [], message);
    else void this.reload();
  }

  async #ask(work: () => Promise<void>): Promise<void> {
    this.busy.value = true;
    try {
      await work();
      this.error.value = null;
    } catch (error) {
      this.error.value = explainError(error);
    } finally {
      this.busy.value = false;
    }
  }
}

/** Can its code still be used? */
export function isDue(message: Message, now: number): boolean {
  if (message.code === null || message.backlog || message.purgedAt !== null) return false;
  return now < Date.parse(usableUntil(message));
}

export function usableUntil({ expiresAt, deliverUntil }: Message): string {
  return expiresAt ?? deliverUntil;
}

function clean(filter: MessageFilter): MessageFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
}

function isEmpty(filter: MessageFilter): boolean {
  return Object.keys(filter).length === 0;
}
