import type { ServerResponse } from 'node:http';
import type { Show } from '../domain/delivery.ts';
import type { Viewer } from '../domain/viewer.ts';
import { type HubEvent, newestPosition, readEvents } from '../store/events.ts';
import { getMessage, type SeenMessage } from '../store/messages.ts';
import { getText } from '../store/texts.ts';
import { getWait } from '../store/waits.ts';
import type { HubApi } from './api.ts';
import { LiveStream, lookOnceMore } from './live-stream.ts';
import { OpenStreams } from './open-streams.ts';
import { toIso } from './schemas/common.ts';
import { toMessageJson } from './schemas/message.ts';
import { toTextJson } from './schemas/text.ts';
import { toWaitJson, type WaitJson } from './schemas/wait.ts';

const pageSize = 100;
const aboutMessages = new Set(['message', 'message.revised', 'message.copied', 'sighting', 'not-me']);

export interface StreamWish {
  /** Position to go on behind; null: from now on. */
  after: string | null;
  show: Show;
  /** Asked at each heartbeat and before each page of events: a revoked token or session ends its streams. */
  stillGranted(): Promise<boolean>;
  /** Told of each message before it is shown. */
  onShown?(message: SeenMessage): Promise<void>;
}

/** The open streams of events (Server-sent events, WHATWG HTML §9.2). */
export class EventStreams {
  readonly #hub: HubApi;
  readonly #open = new OpenStreams();

  constructor(hub: HubApi) {
    this.#hub = hub;
  }

  /** Finds the place to begin, so that a failing store is still answered as an error. */
  async prepare(viewer: Viewer, wish: StreamWish): Promise<(response: ServerResponse) => void> {
    this.#open.makeRoom();
    const position = wish.after ?? (await newestPosition(this.#hub.database));
    return (response) => {
      const stream = new EventStream(this.#hub, viewer, wish, response);
      this.#open.add(stream, response);
      stream.begin(position);
    };
  }

  close(): void {
    this.#open.close();
  }
}

class EventStream {
  readonly #hub: HubApi;
  readonly #viewer: Viewer;
  readonly #wish: StreamWish;
  readonly #stream: LiveStream;
  #position = '';
  #unsubscribe: () => void = () => {};

  constructor(hub: HubApi, viewer: Viewer, wish: StreamWish, response: ServerResponse) {
    this.#hub = hub;
    this.#viewer = viewer;
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
    const { database } = this.#hub;
    while (!this.#stream.ended) {
      const { events, reset } = await readEvents(database, this.#viewer, this.#position, pageSize);
      if (reset) {
        this.#position = await newestPosition(database);
        await this.#stream.write(`id: ${this.#position}\nevent: reset\ndata: {}\n\n`);
        continue;
      }
      if (events.length > 0 && !(await this.#stream.isStillGranted())) return this.end();
      for (const event of events) {
        await this.#stream.write(await this.#format(event));
        this.#position = event.id;
      }
      if (events.length < pageSize) return;
    }
  }

  /** Rows of events carry no secrets: the message is read as this viewer may see it now. */
  async #format({ id, kind, data, createdAt }: HubEvent): Promise<string> {
    const { messageId, textId } = data;
    const message =
      aboutMessages.has(kind) && typeof messageId === 'string'
        ? await getMessage(this.#hub.database, this.#hub.keyring, this.#viewer, messageId)
        : undefined;
    if (message !== undefined && this.#wish.show !== 'notice') await this.#wish.onShown?.(message);
    // Of what came to somebody else not even the row's own words are told.
    const told = message?.view === 'hidden' ? { messageId, line: data.line } : data;
    const shown = message === undefined ? {} : { message: toMessageJson(message, this.#wish.show) };
    const text =
      kind === 'text' && typeof textId === 'string'
        ? await getText(this.#hub.database, this.#hub.keyring, this.#viewer, textId)
        : undefined;
    const sent =
      text === undefined
        ? {}
        : { text: { ...toTextJson(text), ...(this.#wish.show === 'full' ? {} : { text: null }) } };
    const about = { ...shown, ...sent, ...(await this.#wait(kind, data)) };
    return `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify({ ...told, at: toIso(createdAt), ...about })}\n\n`;
  }

  async #wait(kind: string, { waitId }: HubEvent['data']): Promise<{ wait?: WaitJson }> {
    if (kind !== 'wait' || typeof waitId !== 'string') return {};
    const wait = await getWait(this.#hub.database, this.#viewer, waitId);
    return wait === undefined ? {} : { wait: toWaitJson(wait, this.#hub.clock.now()) };
  }
}
