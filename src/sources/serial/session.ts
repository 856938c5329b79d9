import type { Clock } from '../../support/clock.ts';
import { announcedLength, type StoredPdu } from './answers.ts';
import type { AtChannel } from './channel.ts';
import { MutePortError } from './errors.ts';
import type { Found, Inbox } from './inbox.ts';
import { Jobs } from './jobs.ts';
import type { LineState } from './line-state.ts';
import { deletesAtOnce, type Place } from './memories.ts';
import type { Memory } from './memory.ts';
import { firstSteps, isSameCard, type Modem } from './modem.ts';
import type { Slot } from './parts.ts';
import type { Places } from './places.ts';
import { makeRoom } from './room.ts';
import { announceTexts, choosePduMode } from './set-up.ts';
import { Wake } from './wake.ts';
import type { WholeTexts } from './whole-texts.ts';

/** Until the modem has announced a text by itself, lists are what finds them. */
const listWhileUnprovenMs = 5_000;
const pollEveryMs = 60_000;
/** Huawei sticks forget to announce after the network or the USB bus was reset. */
const announceEveryPolls = 5;
/** A memory that cannot be emptied is not tried without a pause. */
const deleteAgainMs = 5_000;
/** From here on one list is quicker than single reads: 10 ms a command, 5 ms a text. */
const listFromArrivals = 3;
/** An announced text could not be read. */
const listAfterMissMs = 1_000;
/** Texts in a row that no announcement brought. */
const unannouncedLimit = 2;

export interface SessionOptions {
  modem: Modem;
  clock: Clock;
  memory: Memory;
  places: Places;
  inbox: Inbox;
  texts: WholeTexts;
  state: LineState;
  listEveryMs: number;
  /** Fingerprint of where texts lie: the card, or the modem. */
  placeKey(memory: string): string | null;
  onHealth(trouble: Trouble | null): void;
  /** Another port of the same modem could be tried. */
  hasSibling: boolean;
  path: string;
}

export type Trouble = 'unannounced' | 'full';

/** One open port: brings what arrives at once, deletes behind it, sends, and asks how things are. */
export class Session {
  readonly #options: SessionOptions;
  readonly #wake: Wake;
  readonly #arrivals = new Map<string, Place>();
  readonly #jobs = new Jobs();
  #steps: (() => Promise<void>)[] = [];
  #nextList = 0;
  #nextPoll: number;
  #nextDelete = 0;
  #polls = 0;
  #announced = false;
  #unannounced = 0;
  #readAgain = false;
  /** The modem said so: what is in it is looked at once everything else is done. */
  #isFull = false;
  #drains = false;
  #startsAnew = false;
  #ended = false;
  #listed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#wake = new Wake(options.clock);
    this.#nextPoll = options.clock.now() + pollEveryMs;
  }

  /** Runs until the port fails, which it throws, or `end()`; resolves when the modem started anew and must be set up again. */
  async run(): Promise<void> {
    await this.#beginPlaces();
    this.#steps = firstSteps(this.#options.modem, this.#options.state);
    while (!this.#ended && !this.#startsAnew) {
      if (!(await this.#step())) await this.#wake.sleep(this.#untilDue());
    }
  }

  /** The port is gone, or the source is closed. */
  end(): void {
    this.#ended = true;
    this.#jobs.close();
    this.#wake.call();
  }

  wake(): void {
    this.#wake.call();
  }

  /** Runs `work` when the modem is free. Rejects with TemporaryDeliveryError when its turn does not come. */
  whenFree<T>(work: (channel: AtChannel) => Promise<T>, signal: AbortSignal): Promise<T> {
    const done = this.#jobs.add(work, signal);
    this.#wake.call();
    return done;
  }

  /** A line that the modem said by itself. */
  onReport(line: string, pdu: string | null): void {
    const { modem, inbox } = this.#options;
    if (pdu !== null) {
      this.#announced = true;
      inbox.take([{ slot: null, pdu, length: announcedLength(line) }]);
    } else if (/^\+(CMTI|CDSI):/.test(line)) this.#onArrival(line);
    else if (/^\^SMMEMFULL|SMS FULL|smsfull/i.test(line)) this.#isFull = true;
    else if (/^(\^SYSSTART|RDY\b)/.test(line)) this.#startsAnew = true;
    else if (/^(\+CPIN:|\^SIMST:)/.test(line)) this.#steps.unshift(() => this.#checkCard());
    else {
      modem.network.onReport(line);
      return;
    }
    this.#wake.call();
  }

  #onArrival(line: string): void {
    const place = this.#options.modem.memories.placeOf(line);
    this.#announced = true;
    this.#unannounced = 0;
    if (place === null) this.#nextList = 0;
    else {
      this.#options.places.changed(place);
      this.#arrivals.set(`${place.memory} ${place.index}`, place);
    }
  }

  /** It looks cut. */
  readAgain(slot: Slot): void {
    this.#arrivals.set(`${slot.memory} ${slot.index}`, slot);
    this.#readAgain = true;
    this.#wake.call();
  }

  /** What lies in a card or modem that is new to this source was there before it: history. */
  async #beginPlaces(): Promise<void> {
    const { modem, memory, placeKey, inbox } = this.#options;
    const { names } = modem.memories;
    const first = names.filter((name) => memory.isFirstRun(placeKey(name)));
    for (const name of first) {
      const found = await this.#list(name);
      memory.beginPlace(
        placeKey(name),
        found.map((one) => inbox.keyOf(one)),
      );
    }
    if (first.length > 0) await memory.save();
  }

  /** The most urgent thing, one at a time: what arrived, lists, sending, deleting, asking. false: nothing is due. */
  async #step(): Promise<boolean> {
    const { clock, places, modem } = this.#options;
    const now = clock.now();
    const slots = now < this.#nextDelete ? [] : places.deletable(deletesAtOnce);
    if (slots.length > 0 && this.#mustDrain(slots)) return this.#delete(slots);
    this.#drains = false;
    if (this.#arrivals.size > 0) return this.#readArrivals();
    if (now >= this.#nextList) return this.#listAll();
    if (await this.#jobs.runNext(modem.channel)) return true;
    if (slots.length > 0) return this.#delete(slots);
    if (this.#isFull) return this.#listAll();
    if (now >= this.#nextPoll) this.#beginPoll(now);
    const step = this.#steps.shift();
    if (step === undefined) return false;
    await step();
    return true;
  }

  /** A full memory is emptied before anything else: the network brings nothing until then, and all at once after. */
  #mustDrain([first]: Slot[]): boolean {
    const { modem, places } = this.#options;
    const memory = first?.memory ?? '';
    const total = modem.memories.usage.get(memory)?.total ?? 0;
    this.#drains = this.#isFull || this.#drains || (total > 0 && places.count(memory) >= total);
    return this.#drains;
  }

  #untilDue(): number {
    const now = this.#options.clock.now();
    const deletes = this.#options.places.deletable(1).length > 0 ? [this.#nextDelete] : [];
    return Math.max(Math.min(this.#nextList, this.#nextPoll, ...deletes) - now, 0);
  }

  async #readArrivals(): Promise<boolean> {
    const { modem, places, inbox, clock } = this.#options;
    const [first] = this.#arrivals.values();
    if (first === undefined) return true;
    const waiting = [...this.#arrivals.values()].filter(({ memory }) => memory === first.memory);
    const readsAgain = this.#readAgain;
    this.#readAgain = false;
    const isCheaper = waiting.length >= listFromArrivals && waiting.length * 2 > places.count(first.memory);
    if (isCheaper && !readsAgain && modem.memories.names.includes(first.memory)) {
      const found = await this.#list(first.memory);
      for (const one of found) this.#arrivals.delete(`${first.memory} ${one.slot?.index}`);
      inbox.take(found);
      return true;
    }
    this.#arrivals.delete(`${first.memory} ${first.index}`);
    const stored = await modem.memories.read(first);
    if (stored !== null) inbox.take([this.#found(first.memory, stored)]);
    // It was refused, or cut: a list shows soon whether it is there.
    else this.#nextList = Math.min(this.#nextList, clock.now() + listAfterMissMs);
    return true;
  }

  async #list(memory: string): Promise<Found[]> {
    const { modem, places } = this.#options;
    const stored = await modem.memories.list(memory);
    places.keepOnly(memory, new Set(stored.map(({ index }) => index)));
    return stored.map((one) => this.#found(memory, one));
  }

  #found(memory: string, { index, pdu, length }: StoredPdu): Found {
    return { slot: { memory, index, pdu, session: this.#options.places.session }, pdu, length };
  }

  async #listAll(): Promise<boolean> {
    const { modem, inbox, clock, listEveryMs, places, memory } = this.#options;
    this.#isFull = false;
    let fresh = 0;
    const announcedBefore = new Set(this.#arrivals.keys());
    for (const name of modem.memories.names) {
      await modem.memories.readUsage(name);
      const found = await this.#list(name);
      const unannounced = found.filter(({ slot }) => !places.has(name, slot?.index ?? -1));
      const late = unannounced.filter(({ slot }) => !this.#arrivals.has(`${name} ${slot?.index}`));
      inbox.take(found);
      if (announcedBefore.size === 0) fresh += late.length;
    }
    const keys = new Set([...places.all()].map(({ key }) => key));
    for (const { key, stored } of memory.content.old) if (stored && !keys.has(key)) memory.forgetOld(key);
    this.#judgeAnnouncing(fresh);
    const isFull = makeRoom(this.#options);
    this.#options.onHealth(isFull ? 'full' : this.#unannounced > 0 ? 'unannounced' : null);
    const proven = this.#announced && this.#unannounced === 0;
    this.#nextList = clock.now() + (proven ? listEveryMs : Math.min(listEveryMs, listWhileUnprovenMs));
    return true;
  }

  /** The first list of a session shows what came before it, which nobody could announce. */
  #judgeAnnouncing(fresh: number): void {
    const isFirstList = !this.#listed;
    this.#listed = true;
    if (isFirstList || fresh === 0) return;
    this.#unannounced += fresh;
    if (this.#unannounced < unannouncedLimit && this.#announced) return;
    if (this.#options.hasSibling && !this.#announced) throw new MutePortError(this.#options.path);
    // Some firmware is quiet about texts too when its noise is turned off.
    this.#steps.push(async () => {
      await this.#options.modem.channel.ask('AT^CURC=1');
      await announceTexts(this.#options.modem.channel);
    });
  }

  async #delete(slots: Slot[]): Promise<boolean> {
    const { modem, places, memory, clock } = this.#options;
    const [first] = slots;
    if (first === undefined) return false;
    try {
      // Before the first part of a text goes, it must be known that the text is stored.
      await memory.save();
    } catch {
      this.#nextDelete = clock.now() + deleteAgainMs;
      return true;
    }
    const { gone, unsure } = await modem.memories.delete(first.memory, slots);
    places.deleted(slots.filter(({ index }) => gone.includes(index)));
    if (unsure.length === 0) return true;
    places.undeleted(slots.filter(({ index }) => unsure.includes(index)));
    if (slots.length === 1) this.#nextDelete = clock.now() + deleteAgainMs;
    this.#nextList = Math.max(this.#nextDelete, clock.now());
    return true;
  }

  /** Another card, or one that is not ready any more, is a case for the set-up. */
  async #checkCard(): Promise<void> {
    const { modem, state } = this.#options;
    if (!(await isSameCard(modem, state))) this.#startsAnew = true;
  }

  #beginPoll(now: number): void {
    const { modem } = this.#options;
    this.#nextPoll = now + pollEveryMs;
    this.#polls += 1;
    const ping = async () => void (await modem.channel.command('AT'));
    this.#steps = [ping, ...modem.network.steps(), () => this.#checkCard()];
    if (this.#polls % announceEveryPolls === 0)
      this.#steps.push(
        () => choosePduMode(modem.channel),
        async () => void (await announceTexts(modem.channel)),
      );
  }
}
