import type { ChangeFeed } from '../../store/change-feed.ts';
import type { Database } from '../../store/database.ts';
import type { Keyring } from '../../store/keyring.ts';
import { followTrail, newestOfTrail } from '../../store/verification-trail.ts';
import {
  claimCalls,
  doneCall,
  failedCall,
  findHook,
  type HookCall,
  hookPositions,
  readyCalls,
  type VerifyHook,
} from '../../store/verify-hooks.ts';
import type { Clock, Timer } from '../../support/clock.ts';
import { createHttpClient, type HttpClient } from '../../support/http-client.ts';
import type { IdMaker } from '../../support/ids.ts';
import type { Logger } from '../../support/logger.ts';
import { ForbiddenAddressError, RequestNotSentError } from '../../support/request.ts';
import { decodeWebhookSecret, signWebhook } from '../../support/standard-webhooks.ts';
import { appEvent } from './app-event.ts';

export interface WebhooksParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  ids: IdMaker;
  log: Logger;
  changes: Pick<ChangeFeed, 'subscribe'>;
  /** Private hosts that may be called. */
  allowHosts(): readonly string[];
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** Waits before each further try: ten tries within a day, as Standard Webhooks advises ("Deliverability"). */
const retryAfterMs = [
  ...[5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute],
  ...[hour, 3 * hour, 6 * hour, 12 * hour],
];
/** An app whose address fails is left alone so long, so that it does not hold up others. */
const restMs = 5 * second;
const lookEveryMs = second;
const answerWithinMs = 15 * second;
/** What a node that was lost had claimed is made by another one after this. */
const leaseMs = minute;
/** Calls of one app. */
const mostAtOnce = 16;
const pageSize = 200;
/** What is kept of it is broken, or was sealed with a key that is gone. */
const unreadable = 'its address or secret could not be read; set it anew';
/** Answers are not read. */
const answerBytes = 64 * 1024;

/**
 * Tells apps of every change of their verifications by signed calls (Standard Webhooks). Changes are events in the store,
 * written with what changed; from there calls are made ready once and kept until they are taken, so that neither a crash
 * nor an address that is away loses one. A call may come twice: `webhook-id` stays the same.
 */
export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #closing = new AbortController();
  #client: { allowHosts: string; http: HttpClient } | null = null;
  /** How far the trail was looked through for an app, behind the position that is stored; nothing there is for it. */
  readonly #passed = new Map<string, { since: string; upTo: string }>();
  /** Apps that are being called, the next calls of which wait. */
  readonly #calling = new Map<string, Promise<void>>();
  #unsubscribe: () => void = () => undefined;
  #timer: Timer | undefined;
  #underWay: Promise<void> = Promise.resolve();
  #again = false;
  #isRunning = false;
  /** Of the store, when no app was to be told of anything. */
  #idleVersion: number | null = null;

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
  }

  /** Resolves when calls of all changes so far are ready, before old events are swept. */
  async start(): Promise<void> {
    await this.#makeAllReady();
    this.#unsubscribe = this.#parts.changes.subscribe(() => this.#lookForSomebody());
    this.#look();
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#closing.abort(new Error('the hub stops'));
    this.#timer?.cancel();
    await this.#underWay;
    await Promise.all(this.#calling.values());
    await this.#client?.http.close();
  }

  /** Where no app is to be told, changes ask nothing; what another node set is found in a second. */
  #lookForSomebody(): void {
    if (this.#idleVersion !== this.#parts.database.version()) this.#look();
  }

  /** One look at a time; asked while it runs, it looks once more. */
  #look(): void {
    this.#again = true;
    if (this.#isRunning || this.#closing.signal.aborted) return;
    this.#isRunning = true;
    this.#timer?.cancel();
    this.#underWay = this.#lookWhileAsked().finally(() => {
      this.#isRunning = false;
      if (!this.#closing.signal.aborted) this.#timer = this.#parts.clock.after(lookEveryMs, () => this.#look());
    });
  }

  async #lookWhileAsked(): Promise<void> {
    try {
      while (this.#again && !this.#closing.signal.aborted) {
        this.#again = false;
        if ((await this.#makeAllReady()) > 0) await this.#callDue();
      }
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'calls to apps could not be made ready; trying again');
    }
  }

  /** How many apps are to be told. */
  async #makeAllReady(): Promise<number> {
    const version = this.#parts.database.version();
    const hooks = await hookPositions(this.#parts.database);
    this.#idleVersion = hooks.length === 0 ? version : null;
    for (const { app_id: appId, position } of hooks) await this.#makeReady(appId, position);
    return hooks.length;
  }

  async #makeReady(appId: string, position: string): Promise<void> {
    const { database, ids, clock } = this.#parts;
    const passed = this.#passed.get(appId);
    let after = passed?.since === position ? passed.upTo : position;
    for (let from = position; !this.#closing.signal.aborted; after = from) {
      const { events, reset, upTo, more } = await followTrail(database, appId, after, pageSize);
      if (events.length === 0 && !reset && !more) return void this.#passed.set(appId, { since: from, upTo });
      const to = reset ? await newestOfTrail(database) : upTo;
      const now = clock.now();
      const calls = events.map((event): HookCall => {
        const body = JSON.stringify(appEvent(event));
        return { id: ids(), app_id: appId, body, tries: 0, due_at: now, created_at: now };
      });
      if (!(await database.write(readyCalls, { appId, from, to, calls })) || !more) return;
      from = to;
    }
  }

  /** Waits for no call: an app that does not answer holds up no other. */
  async #callDue(): Promise<void> {
    const { database, clock } = this.#parts;
    while (!this.#closing.signal.aborted) {
      const now = clock.now();
      const except = [...this.#calling.keys()];
      const calls = await database.write(claimCalls, { now, leaseUntil: now + leaseMs, most: mostAtOnce, except });
      if (calls.length === 0) return;
      for (const [appId, own] of Map.groupBy(calls, ({ app_id }) => app_id)) this.#callApp(appId, own);
    }
  }

  #callApp(appId: string, calls: readonly HookCall[]): void {
    const calling = Promise.all(calls.map((call) => this.#makeAlone(call))).then(() => {
      this.#calling.delete(appId);
      this.#look();
    });
    this.#calling.set(appId, calling);
  }

  /** What goes wrong with one holds up no other; it is taken up again when its lease is over. */
  async #makeAlone(call: HookCall): Promise<void> {
    try {
      await this.#make(call);
    } catch (error) {
      this.#parts.log.warn({ app: call.app_id, call: call.id, err: error }, 'a call to an app could not be made');
    }
  }

  async #make(call: HookCall): Promise<void> {
    const { database, keyring, clock, log } = this.#parts;
    const found = await findHook(database, keyring, call.app_id);
    const failure = found === undefined ? null : await this.#send(call, found.hook);
    if (this.#closing.signal.aborted && failure !== null) return;
    if (failure === null) return database.write(doneCall, { id: call.id, appId: call.app_id });
    const now = clock.now();
    const wait = failure.isFinal ? undefined : retryAfterMs[call.tries - 1];
    const againAt = wait === undefined ? null : now + wait;
    // Neither the address nor the answer is logged: both may have secrets in them.
    log.warn(
      { app: call.app_id, call: call.id, why: failure.why, givenUp: againAt === null },
      'a call to an app failed',
    );
    await database.write(failedCall, { call, failure: failure.why, againAt, othersUntil: now + restMs, now });
  }

  /** null: it was taken. */
  async #send({ id, body }: HookCall, hook: VerifyHook | null): Promise<{ why: string; isFinal: boolean } | null> {
    if (hook === null) return { why: unreadable, isFinal: false };
    const { url, secrets } = hook;
    const now = this.#parts.clock.now();
    const live = secrets.filter(({ until }) => until === null || until > now);
    const keys = live.flatMap(({ secret }) => decodeWebhookSecret(secret) ?? []);
    const timestamp = Math.floor(now / second);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook({ id, timestamp, body }, keys),
    };
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(answerWithinMs)]);
      const request = { method: 'POST' as const, headers, body, signal, maxBytes: answerBytes };
      const { status } = await this.#http().request(url, request);
      return status >= 200 && status < 300 ? null : { why: `answered ${status}`, isFinal: status === 410 };
    } catch (error) {
      return { why: whyNoAnswer(error), isFinal: false };
    }
  }

  /** The client for the hosts that are allowed now. */
  #http(): HttpClient {
    const allowHosts = this.#parts.allowHosts();
    const key = JSON.stringify(allowHosts);
    if (this.#client?.allowHosts !== key) {
      void this.#client?.http.close();
      this.#client = { allowHosts: key, http: createHttpClient({ connections: mostAtOnce, guard: { allowHosts } }) };
    }
    return this.#client.http;
  }
}

/** In words that an app's owner reads; of an error its code, never its message, which may name addresses. */
function whyNoAnswer(error: unknown): string {
  if (error instanceof ForbiddenAddressError) return 'the address is private; network.allowHosts does not name it';
  const what = error instanceof RequestNotSentError ? 'could not be reached' : 'gave no answer';
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return `${what} (${code})`;
  }
  return what;
}
