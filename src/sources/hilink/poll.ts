import { type Clock, sleep } from '../../support/clock.ts';
import type { Logger } from '../../support/logger.ts';
import type { SourceHealth } from '../source-health.ts';
import type { HilinkClient } from './client.ts';
import { CountReader, type Counts } from './counts.ts';
import { readIdentity, readSimTrouble } from './device.ts';
import { DeviceError, LoginRefusedError, UnreachableError, UnreadableAnswerError } from './errors.ts';
import type { Inbox, Look } from './inbox.ts';
import type { Memory } from './memory.ts';
import type { Fingerprint } from './rows.ts';
import type { StatusReader } from './status.ts';
import { isRoomShort, makeRoom, type RoomOptions } from './storage.ts';
import { describeTrouble, NotFoundError } from './trouble.ts';

/** A safety net under the counts: another client may have read or deleted a text between two polls. */
const completeEveryMs = 60_000;
/** While a text of several parts may grow, which no count shows. */
const growingEveryMs = 1_000;
const firstWaitMs = 500;
const longestWaitMs = 5_000;
/** When no text could be deleted, the next try is not at once. */
const roomEveryMs = 10_000;
/** Waits for what a person or time must mend. */
const refusedWaitMs = 30_000;
/** After so many failures the device is looked for anew, where its address is not configured. */
const failuresBeforeSearch = 3;

export interface PollOptions {
  client: HilinkClient;
  inbox: Inbox;
  memory: Memory;
  fingerprint: Fingerprint;
  room: RoomOptions | undefined;
  health: SourceHealth;
  status: StatusReader;
  clock: Clock;
  log: Logger;
  pollMs: number;
  /** The address was found, not configured: it may change. */
  searches: boolean;
}

/** The store of this hub failed; the stick did nothing wrong. */
class StoreError extends Error {}

/** Asks for the cheap counts every `pollMs` and looks at the list when they changed, until `signal` is aborted. */
export class Poll {
  readonly #options: PollOptions;
  readonly #counts: CountReader;
  #latest: Counts | null = null;
  /** What is still to be read, also after a failure. */
  #due: 'complete' | 'newest' | null = 'complete';
  #sessions = 0;
  #knowsDevice = false;
  #nextComplete = 0;
  #nextGrowing = Infinity;
  #nextRoom = 0;
  #failures = 0;
  #storeFailures = 0;
  #refused = 0;
  #nextRefused = 0;
  #simTrouble: string | null = null;

  constructor(options: PollOptions) {
    this.#options = options;
    this.#counts = new CountReader(options.client);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, pollMs } = this.#options;
    while (!signal.aborted) {
      const start = clock.now();
      const waitMs = await this.#cycle(signal);
      const left = waitMs ?? Math.max(pollMs - (clock.now() - start), pollMs / 10);
      await sleep(clock, left, signal).catch(() => undefined);
    }
  }

  /** Resolves to how long to wait in ms; undefined: until the next poll is due. */
  async #cycle(signal: AbortSignal): Promise<number | undefined> {
    try {
      await this.#step();
      this.#failures = 0;
      this.#showHealth();
      return undefined;
    } catch (error) {
      if (signal.aborted) return 0;
      return this.#onFailure(error);
    }
  }

  async #step(): Promise<void> {
    await stored(this.#options.memory.load());
    const counts = await this.#counts.read();
    if (counts !== undefined) {
      this.#latest = counts;
      this.#due ??= 'newest';
      this.#options.inbox.dropChores();
    }
    this.#expectMore();
    const { inbox, status, clock } = this.#options;
    if (this.#due !== null) await this.#look(this.#due === 'complete');
    else if (inbox.hasChores) await inbox.doChores();
    else await status.step(clock.now());
    status.noteAnswer(clock.now(), this.#latest);
  }

  #expectMore(): void {
    const { client, clock } = this.#options;
    const now = clock.now();
    const isTime = now >= this.#nextComplete || (now >= this.#nextRoom && this.#isRoomShort());
    const owesTexts = this.#refused > 0 && now >= this.#nextRefused;
    if (isTime || owesTexts || client.sessions !== this.#sessions) this.#due = 'complete';
    else if (now >= this.#nextGrowing) this.#due ??= 'newest';
  }

  async #look(complete: boolean): Promise<void> {
    const { client, inbox, clock } = this.#options;
    if (complete) await this.#meetDevice();
    const sessions = client.sessions;
    const look = await this.#stored(() => inbox.look(complete, this.#latest));
    this.#noteRefused(look);
    this.#nextGrowing = look.growing ? clock.now() + growingEveryMs : Infinity;
    this.#due = null;
    this.#sessions = sessions;
    if (look.complete) await this.#afterComplete(look);
    await inbox.doChores();
  }

  /** What the store refused is tried again ever more slowly, without holding up texts that come meanwhile. */
  #noteRefused(look: Look): void {
    if (!look.complete && look.refused === 0) return;
    this.#refused = look.refused;
    this.#storeFailures = look.refused === 0 ? 0 : this.#storeFailures + 1;
    this.#nextRefused = this.#options.clock.now() + this.#backOff(this.#storeFailures);
  }

  /** Another stick at the same address has texts of its own: they are backlog, as on a first run. */
  async #meetDevice(): Promise<void> {
    if (this.#knowsDevice) return;
    const { client, memory, fingerprint, log } = this.#options;
    const device = await readIdentity(client, fingerprint);
    this.#knowsDevice = true;
    if (device === null) return;
    if (memory.device !== null && memory.device !== device) {
      log.info({}, 'another stick is here: the texts that it already holds become backlog');
      memory.beginAnew(device);
    } else memory.knowDevice(device);
  }

  async #afterComplete(look: Look): Promise<void> {
    const { client, clock, room } = this.#options;
    this.#nextComplete = clock.now() + completeEveryMs;
    this.#simTrouble = await readSimTrouble(client);
    if (room === undefined || this.#latest === null || look.refused > 0 || !this.#isRoomShort()) return;
    const deleted = await makeRoom(look, this.#latest, room);
    if (deleted === 0) this.#nextRoom = clock.now() + roomEveryMs;
    else this.#options.log.info({ texts: deleted }, 'deleted stored texts on the stick to make room');
  }

  #isRoomShort(): boolean {
    const { room } = this.#options;
    return room !== undefined && this.#latest !== null && isRoomShort(this.#latest, room.percent);
  }

  /** `memory.save()` is the only thing in a look that can fail without the device. */
  async #stored<T>(look: () => Promise<T>): Promise<T> {
    try {
      return await look();
    } catch (error) {
      if (isDeviceTrouble(error)) throw error;
      throw new StoreError('the store failed', { cause: error });
    }
  }

  #onFailure(error: unknown): number {
    const { client, health, log } = this.#options;
    const where = this.#where();
    this.#due = 'complete';
    this.#options.inbox.dropChores();
    if (error instanceof UnreachableError && error.timedOut && client.mayBeStalled) return firstWaitMs;
    this.#failures += 1;
    const detail = error instanceof StoreError ? storeFails(where) : describeTrouble(error, where);
    if (health.current().detail !== detail) log.warn({ error }, 'the stick cannot be read');
    health.set(error instanceof StoreError ? 'degraded' : 'failing', detail);
    if (error instanceof UnreachableError) this.#onOutage();
    return this.#waitAfter(error);
  }

  #onOutage(): void {
    const { client, searches } = this.#options;
    this.#knowsDevice = false;
    this.#counts.startAnew();
    this.#options.status.startAnew();
    if (searches && this.#failures >= failuresBeforeSearch) client.forget();
    else client.forgetAnswers();
  }

  #waitAfter(error: unknown): number {
    if (error instanceof LoginRefusedError) return refusedWaitMs;
    if (error instanceof DeviceError && error.code === 100002) return refusedWaitMs;
    return this.#backOff(this.#failures);
  }

  #backOff(failures: number): number {
    return Math.min(firstWaitMs * 2 ** Math.min(failures - 1, 10), longestWaitMs);
  }

  #showHealth(): void {
    const { health, room, log } = this.#options;
    const where = this.#where();
    const before = health.current().state;
    if (this.#refused > 0) health.set('degraded', storeFails(where));
    else if (this.#latest?.full) health.set('degraded', storageFull(where, this.#latest, room !== undefined));
    else if (this.#simTrouble !== null) health.set('degraded', `${where} receives no texts: ${this.#simTrouble}`);
    else if (before !== 'ok') {
      health.set('ok', `Reading ${where}`);
      log.info({}, 'the stick answers');
    }
  }

  #where(): string {
    const { address } = this.#options.client;
    return address === undefined ? 'the stick' : `the stick at ${address}`;
  }
}

async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new StoreError('the store failed', { cause: error });
  }
}

function isDeviceTrouble(error: unknown): boolean {
  const kinds = [DeviceError, UnreachableError, UnreadableAnswerError, LoginRefusedError, NotFoundError];
  return kinds.some((kind) => error instanceof kind);
}

function storeFails(where: string): string {
  return `the store of this hub does not take texts now: they stay on ${where}, and the hub keeps trying`;
}

function storageFull(where: string, counts: Counts, makesRoom: boolean): string {
  const what = `the storage of ${where} is full (${counts.localUsed} of ${counts.localMax}) and receives nothing`;
  return makesRoom
    ? `${what}: the hub is making room`
    : `${what}: set \`makeRoom: true\`, or delete texts in its web page`;
}
