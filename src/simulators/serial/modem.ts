import type { Clock, Timer } from '../../support/clock.ts';
import type { RandomBytes } from '../../support/random.ts';
import { Memory, type StoredPdu } from './memory.ts';
import { Scenario } from './scenario.ts';
import type { MemoryName, Sim, Traits } from './traits.ts';

/** What clients set and what a restart takes back. */
export interface Settings {
  /** `AT+CPMS`: to read and delete, to write and send, to receive. */
  memories: [MemoryName, MemoryName, MemoryName];
  /** `AT+CNMI`: mode, texts, broadcasts, reports, buffer. */
  indications: [number, number, number, number, number];
  /** `AT+CSMS`: 1 wants texts and reports that are handed over to be acknowledged. */
  messageService: number;
  isNoisy: boolean;
}

/** A part that a client sent. */
export interface SentPart {
  to: string;
  /** This part alone. */
  text: string;
  part: number;
  parts: number;
  /** Message reference that the modem gave. */
  reference: number;
  statusReport: boolean;
  pdu: string;
  at: number;
}

/** What ports have in common: memories, card, network, settings. */
export class Modem {
  readonly traits: Traits;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly scenario: Scenario;
  readonly memories: Record<MemoryName, Memory>;
  readonly sent: SentPart[] = [];
  /** Commands by name, e.g. `AT+CMGL`. */
  readonly calls: Record<string, number> = {};
  sim: Sim;
  settings: Settings;
  /** Sends an unsolicited line to whoever reports. */
  report: (...lines: string[]) => void = () => {};
  /** There is room, a network, or a listener again. */
  onRelief: () => void = () => {};
  /** A part went out. */
  onSent: (part: SentPart) => void = () => {};
  /** A text that was handed over was acknowledged. */
  onAcknowledged: () => void = () => {};
  private reference = 0;
  private turn: Promise<void> = Promise.resolve();
  private readonly timers = new Set<Timer>();

  constructor(traits: Traits, sim: Sim, clock: Clock, random: RandomBytes) {
    this.traits = traits;
    this.sim = sim;
    this.clock = clock;
    this.random = random;
    this.scenario = new Scenario();
    this.settings = this.firstSettings();
    const memory = (name: MemoryName) => new Memory(name, traits.slots[name], traits.indexBase);
    this.memories = { SM: memory('SM'), ME: memory('ME'), SR: memory('SR') };
  }

  /** What a restart does to the settings. */
  forget(): void {
    this.settings = this.firstSettings();
  }

  /** One command at a time, whatever port it comes from. */
  async exclusively(run: () => Promise<void>): Promise<void> {
    const before = this.turn;
    let release = () => {};
    this.turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      await run();
    } finally {
      release();
    }
  }

  /** Keeps a message and says where, unless that memory is full. */
  store(name: MemoryName, pdu: string, length: number): StoredPdu | undefined {
    return this.memories[name].add(pdu, length);
  }

  nextReference(): number {
    this.reference = (this.reference + 1) % 256;
    return this.reference;
  }

  /** Any of the networks lets texts through (3GPP TS 27.007 §7.2: home, roaming, SMS only, CSFB not preferred). */
  get isRegistered(): boolean {
    const { creg, cgreg, cereg } = this.scenario.registration;
    return this.scenario.sim === 'ready' && [creg, cgreg, cereg].some((state) => [1, 5, 6, 7, 9, 10].includes(state));
  }

  after(ms: number, run: () => void): void {
    const timer = this.clock.after(ms, () => {
      this.timers.delete(timer);
      run();
    });
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private firstSettings(): Settings {
    const { firstMemory, memories } = this.traits;
    const third = memories[2]?.includes(firstMemory) ? firstMemory : 'SM';
    return {
      memories: [firstMemory, firstMemory, third],
      indications: [0, 0, 0, 0, 0],
      messageService: 0,
      isNoisy: true,
    };
  }
}
