import type { IClientOptions, IPublishPacket, MqttClient } from 'mqtt';
import { KeypigeonError } from '../domain/errors.ts';
import type { SentText } from '../domain/sent-text.ts';
import { administrator } from '../domain/viewer.ts';
import type { Health } from '../sources/source.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import { CommandRefusedError, readCommand } from './command.ts';
import type { Sending } from './sending.ts';

export interface CommandTopicSettings {
  url: string;
  username: string;
  password: string;
  ca: string | null;
  topic: string;
  line: readonly string[];
  /** E.164, at least one. */
  allow: readonly string[];
  perMinute: number;
  defaultRegion: string | undefined;
}

export interface CommandTopicParts {
  sending: Pick<Sending, 'take' | 'onChanged'>;
  clock: Clock;
  log: Logger;
}

const connectTimeoutMs = 5_000;
const reconnectMs = 2_000;
/** A broker that lets anybody in is looked at again after this. */
const openBrokerMs = 60_000;
/** Outcomes are told of so many texts at once; of older ones no more. */
const rememberedTexts = 500;

/**
 * A topic at which texts are asked for (`{"to", "text", "id"?}` or the bare words); outcomes go to `<topic>/result`.
 * Whoever may publish there can spend money, so a broker that lets in who gives no password is not used. What is
 * published while the hub is away, and what is retained, is not sent: a doorbell of yesterday rings no more.
 */
export class CommandTopic {
  readonly #settings: CommandTopicSettings;
  readonly #parts: CommandTopicParts;
  /** Texts that were asked for here → the asker's id. */
  readonly #asked = new Map<string, string | null>();
  readonly #takenAt: number[] = [];
  readonly #unfollow: () => void;
  #client: MqttClient | null = null;
  #timer: Timer | null = null;
  #working: Promise<void> = Promise.resolve();
  #health: Health;
  #closed = false;

  constructor(settings: CommandTopicSettings, parts: CommandTopicParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#health = { state: 'starting', detail: 'Looks for the broker', since: parts.clock.now() };
    this.#unfollow = parts.sending.onChanged(({ text }) => this.#tell(text));
  }

  start(): void {
    this.#working = this.#open().catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'the topic of commands cannot be listened to');
    });
  }

  health(): Health {
    return this.#health;
  }

  #is(state: Health['state'], detail: string): void {
    const since = state === this.#health.state ? this.#health.since : this.#parts.clock.now();
    this.#health = { state, detail, since };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unfollow();
    this.#timer?.cancel();
    await this.#working;
    await this.#client?.endAsync(true);
  }

  async #open(): Promise<void> {
    const { connect } = (await import('mqtt')).default;
    const anyone = await letsAnyoneIn(connect, this.#settings.url, this.#options());
    if (this.#closed) return;
    if (anyone === undefined) {
      this.#is('failing', 'The broker of commands.mqtt cannot be reached: check its url, and whether it runs');
      return this.#startAgain(reconnectMs);
    }
    if (anyone) {
      const words =
        'the broker of commands.mqtt lets in who gives no password, so no text is sent for it: turn that off';
      this.#parts.log.error({}, words);
      this.#is('failing', words);
      return this.#startAgain(openBrokerMs);
    }
    const { username, password } = this.#settings;
    const client = connect(this.#settings.url, {
      ...this.#options(),
      username,
      password,
      reconnectPeriod: reconnectMs,
    });
    this.#client = client;
    client.on('error', (error) => {
      const { code } = error as { code?: unknown };
      this.#parts.log.warn({ errno: code }, 'no connection to the broker of commands');
      // CONNACK 4 and 5 (MQTT 3.1.1 §3.2.2.3).
      if (code === 4 || code === 5)
        this.#is('failing', 'The broker refuses username and password of commands.mqtt: check them');
    });
    client.on('close', () => {
      if (this.#health.state !== 'failing')
        this.#is('failing', 'The connection to the broker of commands.mqtt is lost: check whether it runs');
    });
    client.on('connect', () => this.#parts.log.info({}, 'listening for commands'));
    client.on('message', (topic, payload, packet) => {
      if (topic === this.#settings.topic) void this.#take(payload.toString('utf8'), packet);
    });
    // At each connection: what the broker granted before, it may refuse now.
    client.on('connect', () => {
      client.subscribe(this.#settings.topic, { qos: 1 }, (error) => {
        if (!error) return this.#is('ok', 'Listens for commands');
        const words = 'the broker does not let us listen to the topic of commands';
        this.#parts.log.error({}, words);
        this.#is('failing', `${words}: let its user read commands.mqtt.topic`);
      });
    });
  }

  #startAgain(ms: number): void {
    this.#timer = this.#parts.clock.after(ms, () => this.start());
  }

  #options(): IClientOptions {
    const { ca } = this.#settings;
    return {
      protocolVersion: 4,
      clean: true,
      resubscribe: false,
      connectTimeout: connectTimeoutMs,
      ...(ca === null ? {} : { ca }),
    };
  }

  async #take(payload: string, { retain }: IPublishPacket): Promise<void> {
    if (retain) {
      this.#parts.log.warn({}, 'a retained command was ignored: publish commands without retain');
      return;
    }
    try {
      const { allow, line } = this.#settings;
      const { to, text, id } = readCommand(payload, allow, this.#settings.defaultRegion);
      this.#limit(id);
      const key = id === null ? {} : { idempotencyKey: `mqtt:${id}` };
      const taken = await this.#parts.sending
        .take(administrator, { lines: line, to, text, ...key })
        .catch((error: unknown) => {
          throw error instanceof KeypigeonError ? new CommandRefusedError(error.message, id) : error;
        });
      if (this.#asked.size >= rememberedTexts) this.#asked.delete(this.#asked.keys().next().value ?? '');
      const known = this.#asked.has(taken.id);
      this.#asked.set(taken.id, id);
      if (!known) this.#tell(taken);
    } catch (error) {
      if (!(error instanceof CommandRefusedError))
        this.#parts.log.error({ err: error }, 'a command could not be taken');
      const detail = error instanceof CommandRefusedError ? error.message : 'the hub cannot take this now';
      const id = error instanceof CommandRefusedError ? error.id : null;
      this.#publish({ ...(id === null ? {} : { id }), state: 'refused', detail });
    }
  }

  /** @throws CommandRefusedError when a minute had as many as it may */
  #limit(id: string | null): void {
    const now = this.#parts.clock.now();
    while ((this.#takenAt[0] ?? now) < now - 60_000) this.#takenAt.shift();
    if (this.#takenAt.length >= this.#settings.perMinute)
      throw new CommandRefusedError(
        `more than ${this.#settings.perMinute} texts in a minute: wait, or raise commands.mqtt.perMinute`,
        id,
      );
    this.#takenAt.push(now);
  }

  #tell({ id: textId, state, reason }: SentText): void {
    const id = this.#asked.get(textId);
    if (id === undefined) return;
    this.#publish({ ...(id === null ? {} : { id }), textId, state, ...(reason === null ? {} : { detail: reason }) });
  }

  #publish(result: object): void {
    this.#client?.publish(`${this.#settings.topic}/result`, JSON.stringify(result), { qos: 1 }, (error) => {
      if (error) this.#parts.log.debug({}, 'the broker did not take the result of a command');
    });
  }
}

/** Does the broker take a connection without user name and password? undefined: it cannot be reached. */
function letsAnyoneIn(
  connect: (url: string, options: IClientOptions) => MqttClient,
  url: string,
  options: IClientOptions,
): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const client = connect(url, { ...options, reconnectPeriod: 0 });
    const end = (answer: boolean | undefined) => {
      client.end(true);
      resolve(answer);
    };
    // A refusal has the number of its CONNACK, a broker that is away the name of the system's error.
    client.on('error', (error) => end(typeof (error as { code?: unknown }).code === 'string' ? undefined : false));
    client.once('connect', () => end(true));
    client.once('close', () => end(false));
  });
}
