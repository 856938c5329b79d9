import type { IClientOptions, MqttClient } from 'mqtt';
import { TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import type { Health } from '../sources/source.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import { keepHealth } from './delivery-health.ts';
import { codeOf, describeRefusal, failureOf, refusedAccess, refusedVersion } from './mqtt-reasons.ts';

/** Waits between tries; the last one repeats, so that a retry finds the broker a second after it is back. */
const reconnectMs = [100, 250, 500, 1000] as const;
/** A refused password will be refused again: asking each second only fills the broker's log. */
const refusedMs = 10_000;
/** A connection that lasted this long was a good one: the waits start from the first again. */
const goodConnectionMs = 5_000;
const connectTimeoutMs = 5_000;
/** How long a publish waits for a try to connect that is under way. */
const patienceMs = 1_000;
/** A broker that has said nothing for this long after a publish is taken for dead. */
const silenceMs = 5_000;
const goodbyeMs = 1_000;

export interface BrokerOptions {
  url: string;
  /** Credentials, certificate authority, client id. */
  client: Pick<IClientOptions, 'username' | 'password' | 'ca' | 'clientId'>;
  /** Says `online` while connected and, by the last will, `offline` otherwise; retained. */
  stateTopic: string;
  /** A topic to listen to, and what to do at each message there. */
  listen?: { topic: string; onMessage(payload: string): void } | undefined;
  /** Runs after each connect, when `online` is published. */
  onConnect?(): void;
  clock: Clock;
  log: Logger;
}

export interface PublishOptions {
  retain?: boolean;
  /** Only told to brokers that speak MQTT 5. */
  expirySeconds?: number;
}

export interface BrokerConnection {
  start(): void;
  /** Resolves when the broker acknowledged (QoS 1); rejects at once while there is no connection. Nothing is queued. */
  publish(topic: string, payload: string, options: PublishOptions, signal?: AbortSignal): Promise<void>;
  health(): Health;
  close(): Promise<void>;
}

/**
 * Keeps one connection to a broker: MQTT 5, or 3.1.1 where that is refused. Each connection is a fresh client with
 * nothing in its store, so that what was reported as failed is never sent again behind the dispatcher's back.
 */
export function keepConnection(options: BrokerOptions): BrokerConnection {
  return new Connection(options);
}

class Connection implements BrokerConnection {
  #options: BrokerOptions;
  #health: ReturnType<typeof keepHealth>;
  #client: MqttClient | undefined;
  #online = false;
  #closed = false;
  /** The try to connect that is under way; resolves when it is over, well or not. */
  #trying: Promise<void> | undefined;
  #timer: Timer | undefined;
  #failures = 0;
  #version: 4 | 5 = 5;
  /** The broker said that it does not speak MQTT 5; otherwise 3.1.1 is a guess, good for one connection. */
  #refusedFive = false;
  #lastHeard = 0;
  #inFlight = new Set<(error: Error) => void>();

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.#health = keepHealth(options.clock, 'Not connected yet');
    this.#health.set('starting', `Connecting to ${this.#broker}`);
  }

  get #broker(): string {
    return `the broker ${URL.parse(this.#options.url)?.host ?? ''}`;
  }

  start(): void {
    if (this.#closed || this.#trying !== undefined || this.#online) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#trying = this.#connect().finally(() => {
      this.#trying = undefined;
    });
  }

  async publish(topic: string, payload: string, options: PublishOptions, signal?: AbortSignal): Promise<void> {
    if (!this.#online) await this.#patience(signal);
    const client = this.#client;
    if (client === undefined || !this.#online || !client.connected)
      throw new TemporaryDeliveryError(`${this.#broker} is not connected`);
    await this.#acknowledged(client, topic, payload, options, signal);
  }

  health(): Health {
    return this.#health.health();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer?.cancel();
    const client = this.#client;
    if (client !== undefined) await this.#sayGoodbye(client);
    await this.#trying;
    this.#health.set('off', 'Closed');
  }

  /** Tries until the broker took us or a wait is due. Never rejects. */
  async #connect(): Promise<void> {
    const { connect } = (await import('mqtt')).default;
    let waitMs: number | null = 0;
    while (waitMs === 0 && !this.#closed)
      waitMs = await this.#tryOnce(connect(this.#options.url, this.#clientOptions()));
    if (waitMs !== null && !this.#closed) this.#again(waitMs);
  }

  /** Resolves with how long to wait for the next try; null when connected. */
  #tryOnce(client: MqttClient): Promise<number | null> {
    this.#client = client;
    let trouble: unknown;
    client.on('error', (error) => {
      trouble = error;
    });
    client.on('packetreceive', () => {
      this.#lastHeard = this.#options.clock.now();
    });
    return new Promise((resolve) => {
      let connectedAt: number | undefined;
      client.once('connect', () => {
        connectedAt = this.#options.clock.now();
        this.#onConnected(client);
        resolve(null);
      });
      client.once('close', () => {
        const waitMs = this.#onClosed(client, connectedAt, trouble);
        if (connectedAt === undefined) resolve(waitMs);
        else if (!this.#closed) this.#again(waitMs);
      });
    });
  }

  #clientOptions(): IClientOptions {
    const { client, stateTopic } = this.#options;
    return {
      ...client,
      protocolVersion: this.#version,
      clean: true,
      keepalive: 30,
      connectTimeout: connectTimeoutMs,
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
      will: { topic: stateTopic, payload: Buffer.from('offline'), qos: 1, retain: true },
    };
  }

  #onConnected(client: MqttClient): void {
    if (this.#closed) return;
    this.#online = true;
    const { stateTopic, listen, onConnect, log } = this.#options;
    this.#health.set('ok', `Connected to ${this.#broker} (MQTT ${this.#version === 5 ? '5' : '3.1.1'})`);
    log.info({ version: this.#version }, 'connected to the broker');
    this.#sayOnline();
    this.#listen(client, stateTopic, (state) => {
      // Another destination of ours shares this topic, and has said goodbye or died.
      if (state === 'offline' && this.#online && !this.#closed) this.#sayOnline();
    });
    if (listen !== undefined) this.#listen(client, listen.topic, listen.onMessage);
    onConnect?.();
  }

  #sayOnline(): void {
    this.publish(this.#options.stateTopic, 'online', { retain: true }).catch((error) => this.#note(error));
  }

  #listen(client: MqttClient, topic: string, onMessage: (payload: string) => void): void {
    client.on('message', (name, payload) => {
      if (name === topic) onMessage(payload.toString('utf8'));
    });
    client.subscribe(topic, { qos: 1 }, (error) => {
      if (error) this.#note(error);
    });
  }

  #onClosed(client: MqttClient, connectedAt: number | undefined, trouble: unknown): number {
    this.#client = undefined;
    this.#online = false;
    client.end(true);
    for (const fail of this.#inFlight) fail(new TemporaryDeliveryError(`${this.#broker} closed the connection`));
    const code = codeOf(trouble);
    const wasConnected = connectedAt !== undefined;
    if (wasConnected && this.#options.clock.now() - connectedAt > goodConnectionMs) this.#failures = 0;
    if (wasConnected && !this.#refusedFive) this.#version = 5;
    const waitMs = this.#waitAfter(code, wasConnected);
    if (waitMs > 0 && !this.#closed) {
      const detail = `${capital(this.#broker)} ${describeRefusal(code, wasConnected)}`;
      // Once for each change: a broker that is away for a week must not fill the journal.
      if (this.health().detail !== detail) this.#options.log.warn({ errno: code }, 'no connection to the broker');
      this.#health.set('failing', detail);
    }
    return waitMs;
  }

  /** Chooses the version of the next try and how long to wait for it. */
  #waitAfter(code: unknown, wasConnected: boolean): number {
    const refused = refusedVersion.has(code);
    // A broker from before MQTT 5 may also just hang up.
    const hungUp = !wasConnected && (code === undefined || code === 'ECONNRESET');
    if (refused) this.#refusedFive = this.#version === 5;
    const step = reconnectMs[Math.min(this.#failures, reconnectMs.length - 1)] ?? 0;
    this.#failures += 1;
    if (refused || hungUp) {
      const first = this.#version === 5;
      this.#version = first ? 4 : 5;
      if (first) return 0;
    }
    return refusedAccess.has(code) ? refusedMs : step;
  }

  #again(waitMs: number): void {
    this.#timer = this.#options.clock.after(waitMs, () => this.start());
  }

  async #patience(signal: AbortSignal | undefined): Promise<void> {
    if (this.#trying === undefined || signal?.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(patienceMs, resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
    await Promise.race([this.#trying, promise]);
    timer.cancel();
  }

  #acknowledged(
    client: MqttClient,
    topic: string,
    payload: string,
    { retain = false, expirySeconds }: PublishOptions,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const startedAt = this.#options.clock.now();
    return new Promise((resolve, reject) => {
      const settle = (error?: Error | null) => {
        signal?.removeEventListener('abort', onAbort);
        this.#inFlight.delete(settle);
        if (error) reject(failureOf(error));
        else resolve();
      };
      // The packet stays with the client: freeing its id would let a late PUBACK acknowledge another message.
      const onAbort = () => {
        settle(new TemporaryDeliveryError(`${this.#broker} did not acknowledge in time`));
        this.#dropIfSilent(client, startedAt);
      };
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#inFlight.add(settle);
      const expires = this.#version === 5 && expirySeconds !== undefined;
      const properties = expires ? { properties: { messageExpiryInterval: expirySeconds } } : {};
      client.publish(topic, payload, { qos: 1, retain, ...properties }, (error) => settle(error));
    });
  }

  #dropIfSilent(client: MqttClient, since: number): void {
    if (this.#options.clock.now() - since >= silenceMs && this.#lastHeard <= since) client.end(true);
  }

  /** A closed DISCONNECT drops the last will (MQTT 3.1.1 §3.14.4): `offline` is said by us. */
  async #sayGoodbye(client: MqttClient): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(goodbyeMs, resolve);
    if (this.#online) {
      const farewell = this.#acknowledged(client, this.#options.stateTopic, 'offline', { retain: true }, undefined);
      await Promise.race([farewell.catch((error) => this.#note(error)), promise]);
      await Promise.race([client.endAsync(), promise]);
    }
    timer.cancel();
    client.end(true);
  }

  #note(error: unknown): void {
    this.#options.log.debug({ error }, 'the broker did not take an announcement');
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
