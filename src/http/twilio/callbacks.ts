import type { SentText } from '../../domain/sent-text.ts';
import { markTold, untoldTexts } from '../../store/app-texts.ts';
import { appToken } from '../../store/apps.ts';
import { callbackOf, toSentText } from '../../store/texts.ts';
import { sleep, type Timer } from '../../support/clock.ts';
import { createHttpClient, type HttpClient } from '../../support/http-client.ts';
import { ForbiddenAddressError } from '../../support/request.ts';
import type { HubApi } from '../api.ts';
import { callbackRequest } from './callback-request.ts';

/** Twilio waits 15 s for an answer. */
const answerWithinMs = 15_000;
/** Waits before each further try. */
const retryAfterMs = [1_000, 5_000, 20_000];
/** Sockets to one host. */
const connections = 8;
/** Callbacks that a crash or another node left are looked for this often … */
const lookEveryMs = 60_000;
/** … once they are older than all tries of a node that lives. */
const patienceMs = 3 * 60_000;
const lookedAt = 500;
/** Answers are not read. */
const answerBytes = 64 * 1024;

type Outcome = 'told' | 'again' | 'refused';

interface Change {
  text: SentText;
  callback: string;
}

/**
 * Tells apps how their texts are: a call for each change but the first state (the answer to the request has told that),
 * in their order for each text. A call is tried a few times, an older one no more once a newer one waits. Redirects are
 * not followed, and private addresses are called only where `network.allowHosts` names them. What was told is stored,
 * so that after a crash the last state still is.
 */
export class StatusCallbacks {
  readonly #hub: HubApi;
  /** By text: what waits, the first one being told. */
  readonly #waiting = new Map<string, Change[]>();
  readonly #closing = new AbortController();
  #client: { allowHosts: string; http: HttpClient } | null = null;
  #unsubscribe: () => void = () => undefined;
  #timer: Timer | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(hub: HubApi) {
    this.#hub = hub;
  }

  start(): void {
    this.#unsubscribe = this.#hub.onTextChanged(({ text, callback }) => {
      if (callback !== null && text.appId !== null && text.state !== 'queued') this.#add({ text, callback });
    });
    // Nobody else can be telling what lies in a file of our own.
    this.#look(this.#hub.database.dialect === 'sqlite' ? 0 : patienceMs);
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#closing.abort(new Error('the hub stops'));
    this.#timer?.cancel();
    await this.#looking;
    await this.#client?.http.close();
  }

  #look(patience: number): void {
    this.#looking = this.#addUntold(patience).catch((error: unknown) => {
      this.#hub.log.warn({ err: error }, 'open status callbacks could not be read');
    });
    this.#timer = this.#hub.clock.after(lookEveryMs, () => this.#look(patienceMs));
  }

  async #addUntold(patience: number): Promise<void> {
    const { database, keyring, clock } = this.#hub;
    for (const row of await untoldTexts(database, clock.now() - patience, lookedAt)) {
      const callback = callbackOf(keyring, row);
      if (this.#closing.signal.aborted) return;
      if (callback !== null && !this.#waiting.has(row.id)) this.#add({ text: toSentText(keyring, row), callback });
    }
  }

  #add(change: Change): void {
    const { id, state, updatedAt } = change.text;
    const queue = this.#waiting.get(id);
    if (queue === undefined) {
      this.#waiting.set(id, [change]);
      void this.#run(id);
    } else if (queue.every(({ text }) => text.state !== state || text.updatedAt !== updatedAt)) queue.push(change);
  }

  async #run(id: string): Promise<void> {
    const queue = this.#waiting.get(id) ?? [];
    for (let change = queue[0]; change !== undefined; change = queue[0]) {
      try {
        await this.#tell(change, queue);
      } catch (error) {
        if (!this.#closing.signal.aborted) this.#hub.log.warn({ text: id, err: error }, 'a status callback failed');
      }
      queue.shift();
    }
    this.#waiting.delete(id);
  }

  /** Rejects when the hub stops: then it is told after the next start. */
  async #tell({ text, callback }: Change, queue: readonly Change[]): Promise<void> {
    const { database, keyring, clock } = this.#hub;
    const { id, state, appId } = text;
    const token = appId === null ? undefined : await appToken(database, keyring, appId);
    if (appId !== null && token !== undefined) {
      const { url, request } = callbackRequest(callback, text, appId, token);
      let outcome = await this.#call(id, url, request);
      for (const wait of retryAfterMs) {
        if (outcome !== 'again' || queue.length > 1) break;
        await sleep(clock, wait, this.#closing.signal);
        outcome = await this.#call(id, url, request);
      }
    }
    this.#closing.signal.throwIfAborted();
    await database.write(markTold, { id, state });
  }

  /** Neither the address nor the answer is logged: both may have secrets in them. */
  async #call(id: string, url: string, request: object): Promise<Outcome> {
    const { log } = this.#hub;
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(answerWithinMs)]);
      const { status } = await this.#http().request(url, { ...request, signal, maxBytes: answerBytes });
      if (status >= 200 && status < 300) return 'told';
      log.warn({ text: id, status }, 'a status callback was not taken');
      return status >= 500 || status === 408 || status === 429 ? 'again' : 'refused';
    } catch (error) {
      this.#closing.signal.throwIfAborted();
      const isForbidden = error instanceof ForbiddenAddressError;
      const why = isForbidden ? error.message : ((error as { code?: string }).code ?? (error as Error).name);
      log.warn({ text: id, why }, 'a status callback could not be made');
      return isForbidden ? 'refused' : 'again';
    }
  }

  /** The client for the hosts that are allowed now. */
  #http(): HttpClient {
    const { allowHosts } = this.#hub.configuration().network;
    const key = JSON.stringify(allowHosts);
    if (this.#client?.allowHosts !== key) {
      void this.#client?.http.close();
      this.#client = { allowHosts: key, http: createHttpClient({ connections, guard: { allowHosts } }) };
    }
    return this.#client.http;
  }
}
