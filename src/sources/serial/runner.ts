import { realpathSync } from 'node:fs';
import { TemporaryDeliveryError } from '../../domain/delivery-errors.ts';
import { sleep } from '../../support/clock.ts';
import type { SourceContext } from '../source.ts';
import type { SourceHealth } from '../source-health.ts';
import { AtChannel } from './channel.ts';
import { MutePortError, NeedsHelpError, PortError, SilentError } from './errors.ts';
import { type Identity, readIdentity } from './identity.ts';
import type { Inbox } from './inbox.ts';
import type { LineState } from './line-state.ts';
import type { Memory } from './memory.ts';
import { type ModemSettings, makeReady, sameCard } from './modem.ts';
import type { Patience } from './patience.ts';
import type { Places } from './places.ts';
import type { OpenPort, Port } from './port.ts';
import { Session, type Trouble } from './session.ts';
import { greet } from './set-up.ts';
import type { UsbPort } from './usb-ports.ts';
import type { WholeTexts } from './whole-texts.ts';

const firstWaitMs = 500;
const longestWaitMs = 10_000;
/** A modem that was pulled out is used soon after it is back. */
const lookForPortMs = 1_000;
/** Where no port is configured, another modem than before is taken after so many rounds without the known one. */
const roundsForKnownModem = 5;

export interface RunnerSettings extends ModemSettings {
  path?: string | undefined;
  imei?: string | undefined;
  baudRate: number;
  listEverySeconds: number;
}

export interface RunnerOptions {
  settings: RunnerSettings;
  context: SourceContext;
  memory: Memory;
  places: Places;
  inbox: Inbox;
  texts: WholeTexts;
  patience: Patience;
  state: LineState;
  health: SourceHealth;
  openPort: OpenPort;
  findPorts(): Promise<UsbPort[]>;
  signal: AbortSignal;
}

/** Another modem, or another card, than the one that is wanted. */
class StrangerError extends Error {}

/** Finds the modem, keeps its port open, and opens it again whenever it was gone. */
export class Runner {
  heardAt: number | null = null;
  #session: Session | null = null;
  readonly #options: RunnerOptions;
  readonly #mute = new Set<string>();
  #failures = 0;
  #worked = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  get session(): Session | null {
    return this.#session;
  }

  /** Runs `work` when the modem is free; rejects with TemporaryDeliveryError while none is there. */
  withModem<T>(work: (channel: AtChannel) => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#session !== null) return this.#session.whenFree(work, signal);
    return Promise.reject(
      new TemporaryDeliveryError('the modem cannot be used now; nothing was sent', { retryAfterMs: 3_000 }),
    );
  }

  async run(): Promise<void> {
    const { signal, context } = this.#options;
    while (!signal.aborted) {
      let longest = longestWaitMs;
      try {
        await this.#round();
        this.#failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        this.#failures = this.#worked ? 1 : this.#failures + 1;
        longest = error instanceof PortError ? lookForPortMs : longestWaitMs;
        this.#show(error);
      }
      const waitMs = Math.min(firstWaitMs * 2 ** Math.min(Math.max(this.#failures - 1, 0), 10), longest);
      await sleep(context.clock, waitMs, signal).catch(() => undefined);
    }
  }

  /** Tries each port until one is the modem, and stays with it until it is gone. */
  async #round(): Promise<void> {
    this.#worked = false;
    let failure: unknown = new PortError(notFound(this.#options.settings.path));
    for (const path of await this.#candidates()) {
      try {
        return await this.#use(path);
      } catch (error) {
        failure = error;
        const isElsewhere =
          error instanceof StrangerError || error instanceof SilentError || error instanceof PortError;
        if (this.#worked || !isElsewhere) throw error;
      }
    }
    throw failure;
  }

  async #candidates(): Promise<string[]> {
    const { settings, memory, findPorts } = this.#options;
    const { path } = settings;
    const ports = await findPorts();
    if (path === undefined)
      return ports.map((port) => port.path).toSorted((a, b) => this.#muteness(a) - this.#muteness(b));
    const real = realOf(path);
    // Unplugged and back under another name: only a modem that is known by its number is taken for it.
    const isKnown = settings.imei !== undefined || memory.content.modem !== null;
    if (real === null) return [path, ...(isKnown ? ports.map((port) => port.path) : [])];
    if (!this.#mute.has(path)) return [path];
    const siblings = siblingsOf(real, ports).filter((sibling) => !this.#mute.has(sibling));
    return [...siblings, path];
  }

  #muteness(path: string): number {
    return this.#mute.has(path) ? 1 : 0;
  }

  async #use(path: string): Promise<void> {
    const { settings, context, openPort, signal, places, texts } = this.#options;
    let session: Session | null = null;
    let port: Port | null = null;
    let isGone = false;
    const channel = new AtChannel({
      clock: context.clock,
      write: (data) => port?.write(data),
      onReport: (line, pdu) => session?.onReport(line, pdu),
    });
    const end = () => {
      isGone = true;
      channel.close();
      session?.end();
    };
    port = await openPort(path, settings.baudRate, {
      data: (bytes) => {
        this.heardAt = context.clock.now();
        channel.receive(bytes);
      },
      closed: end,
    });
    signal.addEventListener('abort', end, { once: true });
    try {
      if (signal.aborted) return;
      session = await this.#prepare(channel, path);
      this.#session = session;
      if (isGone) session.end();
      this.#worked = true;
      await session.run();
      if (isGone && !signal.aborted) throw new PortError(goneFrom(path));
    } finally {
      session?.end();
      this.#session = null;
      signal.removeEventListener('abort', end);
      places.begin();
      texts.forgetSlots();
      await port.close();
    }
  }

  async #prepare(channel: AtChannel, path: string): Promise<Session> {
    const { settings, context, memory, places, state, signal, health } = this.#options;
    await greet(channel);
    const identity = await readIdentity(channel);
    this.#check(identity, path);
    const modem = await makeReady({ channel, identity, settings, context, memory, state, signal });
    if (identity.imei !== null) memory.knowModem(this.#modemKey(identity.imei));
    health.set('starting', `Reading what is in the modem at ${path}`);
    const ports = await this.#options.findPorts();
    const siblings = siblingsOf(realOf(path) ?? path, ports);
    places.begin();
    return new Session({
      ...this.#options,
      modem,
      clock: context.clock,
      listEveryMs: settings.listEverySeconds * 1000,
      placeKey: (name) => this.#placeKey(name, identity.imei, modem.iccid),
      onHealth: (trouble) => this.#showTrouble(path, trouble, modem.announces),
      hasSibling: siblings.some((sibling) => !this.#mute.has(sibling)) && !this.#mute.has(path),
      path,
    });
  }

  /** Throws StrangerError unless this is the modem that is wanted. */
  #check(identity: Identity, path: string): void {
    const { settings, memory } = this.#options;
    const { imei, iccid } = identity;
    if (settings.imei !== undefined && imei !== settings.imei)
      throw new StrangerError(
        `the modem at ${path} is not the one that \`imei\` names: plug that one in, or change \`imei\``,
      );
    if (settings.path === path || settings.imei !== undefined) return;
    const isKnown = imei !== null && memory.content.modem === this.#modemKey(imei);
    const hasCard = settings.iccid !== undefined && iccid !== null && sameCard(iccid, settings.iccid);
    if (isKnown || hasCard || memory.content.modem === null) return;
    if (settings.path === undefined && settings.iccid === undefined && this.#failures >= roundsForKnownModem) return;
    throw new StrangerError(`the modem at ${path} is another one than before: plug the known one in, or set \`imei\``);
  }

  #modemKey(imei: string): string {
    return this.#options.context.fingerprint(`serial modem ${imei}`).slice(0, 27);
  }

  #placeKey(name: string, imei: string | null, iccid: string | null): string | null {
    const owner = name === 'SM' ? iccid : name === 'ME' ? imei : iccid === null ? null : `${imei} ${iccid}`;
    return owner === null ? null : this.#options.context.fingerprint(`serial place ${name} ${owner}`).slice(0, 27);
  }

  #showTrouble(path: string, trouble: Trouble | null, announces: boolean): void {
    const { health, patience } = this.#options;
    const where = `the modem at ${path}`;
    if (patience.waiting > 0) health.set('degraded', storeFails(where));
    else if (trouble === 'full')
      health.set('degraded', `the memory of ${where} is full and receives nothing: delete its sent texts and drafts`);
    else if (trouble === 'unannounced' || !announces)
      health.set(
        'degraded',
        `${where} does not announce new texts, so the hub checks for them every 5 s; another port of the modem may announce them: try it as \`path\``,
      );
    else if (health.current().state !== 'ok') {
      health.set('ok', `Reading ${where}`);
      this.#options.context.log.info({}, 'the modem answers');
    }
  }

  /** The store takes texts again, or does not. */
  onPatience(): void {
    const { health, patience } = this.#options;
    if (this.#session === null) return;
    if (patience.waiting > 0) health.set('degraded', storeFails('the modem'));
    else {
      health.set('ok', 'Reading the modem');
      this.#session.wake();
    }
  }

  #show(error: unknown): void {
    const { health, context, state } = this.#options;
    if (error instanceof MutePortError) this.#mute.add(error.message.split(' ')[0] ?? '');
    const detail = describe(error);
    if (health.current().detail !== detail) context.log.warn({ error }, 'the modem cannot be used');
    health.set('failing', detail);
    if (error instanceof PortError) state.update({ signalDbm: null, registration: null });
  }
}

function describe(error: unknown): string {
  if (error instanceof SilentError)
    return 'the modem does not answer: unplug it and plug it in again, try another of its ports as `path`, and stop ModemManager; the hub keeps trying';
  if (error instanceof NeedsHelpError || error instanceof PortError) return error.message;
  if (error instanceof StrangerError || error instanceof MutePortError) return error.message;
  return 'the modem cannot be used now; the hub keeps trying';
}

/** Where a link leads; null: to nothing. */
function realOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function siblingsOf(real: string, ports: UsbPort[]): string[] {
  const device = ports.find((port) => port.path === real)?.device;
  return ports.filter((port) => port.device === device && port.path !== real).map((port) => port.path);
}

function notFound(path: string | undefined): string {
  return path === undefined
    ? 'no modem was found: plug one in, check with `keypigeon doctor` that it is in serial mode, or set `path`; the hub keeps looking'
    : `there is no ${path}: plug the modem in, or correct \`path\`; the hub keeps looking`;
}

function goneFrom(path: string): string {
  return `the modem at ${path} is gone: plug it in again; the hub keeps looking (a weak power supply does this too)`;
}

function storeFails(where: string): string {
  return `the store of this hub does not take texts now: they stay on ${where}, and the hub keeps trying`;
}
