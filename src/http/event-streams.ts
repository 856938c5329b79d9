import type { ServerResponse } from 'node:http';
import type { Show } from '../domain/delivery.ts';
import type { Viewer } from '../domain/viewer.ts';
import { type HubEvent, newestPosition, readEvents } from '../store/events.ts';
import { getMessage, type SeenMessage } from '../store/messages.ts';
import { getText } from '../store/texts.ts';
import { getWait } from '../store/waits.ts';
import type { HubApi } from './api.ts';
import { EventTail } from './event-tail.ts';
import { OpenStreams } from './open-streams.ts';
import { toIso } from './schemas/common.ts';
import { toMessageJson } from './schemas/message.ts';
import { toTextJson } from './schemas/text.ts';
import { toWaitJson, type WaitJson } from './schemas/wait.ts';

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
      const shown = new ShownEvents(this.#hub, viewer, wish);
      const tail = new EventTail(this.#hub, response, {
        ...wish,
        newest: () => newestPosition(this.#hub.database),
        read: (from, limit) => readEvents(this.#hub.database, viewer, from, limit),
        format: (event) => shown.format(event),
      });
      this.#open.add(tail, response);
      tail.begin(position);
    };
  }

  close(): void {
    this.#open.close();
  }
}

/** Events as a viewer may see them now. */
class ShownEvents {
  readonly #hub: HubApi;
  readonly #viewer: Viewer;
  readonly #wish: StreamWish;

  constructor(hub: HubApi, viewer: Viewer, wish: StreamWish) {
    this.#hub = hub;
    this.#viewer = viewer;
    this.#wish = wish;
  }

  /** Rows of events carry no secrets: the message is read as this viewer may see it now. */
  async format({ id, kind, data, createdAt }: HubEvent): Promise<string> {
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
