import type { ServerResponse } from 'node:http';
import type { Show } from '../domain/delivery.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { Viewer } from '../domain/viewer.ts';
import { type HubEvent, newestPosition, readEvents } from '../store/events.ts';
import { getMessage, type SeenMessage } from '../store/messages.ts';
import { getText } from '../store/texts.ts';
import { getWait } from '../store/waits.ts';
import type { Timer } from '../support/clock.ts';
import type { HubApi } from './api.ts';
import { safeHeaders } from './headers.ts';
import { toIso } from './schemas/common.ts';
import { toMessageJson } from './schemas/message.ts';
import { toTextJson } from './schemas/text.ts';
import { toWaitJson, type WaitJson } from './schemas/wait.ts';

/** Proxies end a connection that is silent for a minute (nginx `proxy_read_timeout`). */
const heartbeatMs = 15_000;
/** A reader whose connection takes nothing for so many heartbeats is gone. */
const longestStallBeats = 4;
const pageSize = 100;
/** Each stream costs a socket and a read for each change. */
const mostStreams = 200;
/** What a reader waits before it comes again. */
const reconnectMs = 1_000;
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
  readonly #open = new Set<EventStream>();

  constructor(hub: HubApi) {
    this.#hub = hub;
  }

  /** Finds the place to begin, so that a failing store is still answered as an error. */
  async prepare(viewer: Viewer, wish: StreamWish): Promise<(response: ServerResponse) => void> {
    if (this.#open.size >= mostStreams)
      throw new KeypigeonError('rate-limited', `Expected at most ${mostStreams} open streams of events.`);
    const position = wish.after ?? (await newestPosition(this.#hub.database));
    return (response) => {
      const stream = new EventStream(this.#hub, viewer, wish, response);
      this.#open.add(stream);
      response.once('close', () => {
        stream.end();
        this.#open.delete(stream);
      });
      stream.begin(position);
    };
  }

  close(): void {
    for (const stream of this.#open) stream.end();
  }
}

class EventStream {
  readonly #hub: HubApi;
  readonly #viewer: Viewer;
  readonly #wish: StreamWish;
  readonly #response: ServerResponse;
  #position = '';
  #ended = false;
  #reading = false;
  #lookAgain = false;
  #stalledBeats = 0;
  #heartbeat: Timer | undefined;
  #unsubscribe: () => void = () => {};

  constructor(hub: HubApi, viewer: Viewer, wish: StreamWish, response: ServerResponse) {
    this.#hub = hub;
    this.#viewer = viewer;
    this.#wish = wish;
    this.#response = response;
  }

  begin(position: string): void {
    this.#position = position;
    this.#response.writeHead(200, {
      ...safeHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      // nginx would hold events back until its buffer is full.
      'x-accel-buffering': 'no',
    });
    // An id without data: a reader that is cut off before its first event resumes from here.
    const from = this.#wish.after === null ? `id: ${position}\n` : '';
    this.#response.write(`retry: ${reconnectMs}\n${from}\n`);
    this.#unsubscribe = this.#hub.changes.subscribe(() => void this.#look());
    this.#planHeartbeat();
    void this.#look();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unsubscribe();
    this.#heartbeat?.cancel();
    this.#response.end();
  }

  /** Sends what is new; a call while it runs makes it look once more. */
  async #look(): Promise<void> {
    this.#lookAgain = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#lookAgain && !this.#ended) {
        this.#lookAgain = false;
        await this.#sendNew();
      }
    } catch (error) {
      // The reader comes again by itself, and then hears how it stands.
      this.#hub.log.warn({ err: error }, 'a stream of events ended early');
      this.end();
    } finally {
      this.#reading = false;
    }
  }

  async #sendNew(): Promise<void> {
    const { database } = this.#hub;
    while (!this.#ended) {
      const { events, reset } = await readEvents(database, this.#viewer, this.#position, pageSize);
      if (reset) {
        this.#position = await newestPosition(database);
        await this.#write(`id: ${this.#position}\nevent: reset\ndata: {}\n\n`);
        continue;
      }
      if (events.length > 0 && !(await this.#isStillGranted())) return this.end();
      for (const event of events) {
        await this.#write(await this.#format(event));
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

  /** Waits while the connection is full, so that a slow reader costs one page of memory and no more. */
  #write(chunk: string): Promise<void> | undefined {
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

  /** A store that fails just now takes no right away. */
  #isStillGranted(): Promise<boolean> {
    return this.#wish.stillGranted().catch(() => true);
  }

  #planHeartbeat(): void {
    this.#heartbeat = this.#hub.clock.after(heartbeatMs, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    this.#stalledBeats = this.#response.writableNeedDrain ? this.#stalledBeats + 1 : 0;
    if (this.#stalledBeats >= longestStallBeats) this.#response.destroy();
    const granted = await this.#isStillGranted();
    if (this.#ended) return;
    if (!granted) return this.end();
    if (this.#stalledBeats === 0) this.#response.write(': still here\n\n');
    this.#planHeartbeat();
  }
}
