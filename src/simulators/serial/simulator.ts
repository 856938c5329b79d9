import { rmSync, symlinkSync } from 'node:fs';
import { type Clock, systemClock } from '../../support/clock.ts';
import { type RandomBytes, systemRandom } from '../../support/random.ts';
import { Arrivals, type IncomingText } from './arrivals.ts';
import { describeState } from './commands/network.ts';
import type { StoredPdu } from './memory.ts';
import { Modem, type SentPart } from './modem.ts';
import { startNoise } from './noise.ts';
import { Port } from './port.ts';
import { type ScenarioChange, scenarioSchema } from './scenario.ts';
import { firstSim, type ProfileName, profiles, type Sim, type Traits } from './traits.ts';

/** Any trait may be given beside the profile that it overrides. */
export interface SerialSimulatorOptions extends Partial<Traits> {
  /** Default `huawei`. */
  profile?: ProfileName;
  /** Path of a symbolic link to the port that reports; follows it through unplugging. */
  link?: string;
  sim?: Partial<Sim>;
  clock?: Clock;
  random?: RandomBytes;
}

/** What is in the device and what clients did; plain data. */
export interface SerialSimulatorState {
  isPlugged: boolean;
  /** All slots in use, by memory and index. */
  stored: StoredPdu[];
  /** Parts and reports that wait at the network for room, registration or the device. */
  waiting: number;
  sent: SentPart[];
  sim: string;
  registration: { creg: number; cgreg: number; cereg: number };
  /** `AT+CNMI` and `AT+CPMS` as they stand. */
  indications: number[];
  memories: string[];
  /** Commands by name, e.g. `AT+CMGL`. */
  calls: Record<string, number>;
}

export interface SerialSimulator {
  /** What to open: the link, else the port that reports, e.g. `/dev/pts/4`. */
  readonly path: string;
  /** The port that reports, then the one that does not, where there is one. Empty while unplugged. */
  readonly paths: string[];
  /** Parts that clients sent, oldest first. */
  readonly sent: readonly SentPart[];
  /** Sends a text to the device; how many parts it has. It waits at the network while it cannot be taken. */
  deliver(text: IncomingText): number;
  /** A PDU as it is, right or wrong; `length` is announced, the right one when left out. */
  deliverPdu(pdu: string, length?: number): void;
  /** Changes the scenario; throws a ZodError on nonsense. */
  scenario(change: ScenarioChange): void;
  /** Another card: another identity, and what was on the old one is gone. */
  swapSim(sim: Partial<Sim>): void;
  /** The ports go away, and the link with them. Messages stay. */
  unplug(): void;
  /** They come back under other names, with all settings forgotten; what to open. */
  replug(): Promise<string>;
  state(): SerialSimulatorState;
  /** Ends it, and removes the link. */
  close(): void;
}

/** Starts a simulated modem on a pseudo-terminal. Throws one clear line where those cannot be made. */
export async function startSerialSimulator(options: SerialSimulatorOptions = {}): Promise<SerialSimulator> {
  const { profile = 'huawei', link, sim, clock = systemClock, random = systemRandom, ...overrides } = options;
  const modem = new Modem({ ...profiles[profile], ...overrides }, { ...firstSim, ...sim }, clock, random);
  const device = new SerialDevice(modem, link);
  await device.plugIn();
  return device;
}

class SerialDevice implements SerialSimulator {
  private readonly modem: Modem;
  private readonly link: string | undefined;
  private readonly arrivals: Arrivals;
  private ports: Port[] = [];
  private lastPaths: string[] = [];

  constructor(modem: Modem, link: string | undefined) {
    this.modem = modem;
    this.link = link;
    this.arrivals = new Arrivals(modem, () => this.ports.length > 0);
    modem.report = (...lines) => {
      for (const port of this.ports) port.report(lines);
    };
    startNoise(modem);
  }

  get path(): string {
    return this.link ?? this.lastPaths[0] ?? '';
  }

  get paths(): string[] {
    return this.ports.map((port) => port.path);
  }

  get sent(): readonly SentPart[] {
    return this.modem.sent;
  }

  deliver(text: IncomingText): number {
    return this.arrivals.deliver(text);
  }

  deliverPdu(pdu: string, length = octetsBehindCentre(pdu)): void {
    this.arrivals.deliverPdu(pdu, length);
  }

  scenario(change: ScenarioChange): void {
    const parsed = scenarioSchema.parse(change);
    const { modem } = this;
    const before = { ...modem.scenario.registration };
    modem.scenario.apply(parsed);
    if (parsed.registration !== undefined) this.reportRegistration(before);
    if (parsed.registrationWalk) this.walk(parsed.registrationWalk);
    if (parsed.forgetSettings) modem.forget();
    if (parsed.fill) this.arrivals.fill(parsed.fill.memory, parsed.fill.free);
    if (parsed.report !== undefined) modem.report(parsed.report);
    if (parsed.garbage !== undefined) this.ports[0]?.write(modem.random(parsed.garbage));
    this.arrivals.flush();
  }

  swapSim(sim: Partial<Sim>): void {
    this.modem.sim = { ...this.modem.sim, ...sim };
    this.modem.memories.SM.clear();
    this.modem.report('^SIMST:1');
  }

  unplug(): void {
    for (const port of this.ports.splice(0)) port.close();
    if (this.link !== undefined) rmSync(this.link, { force: true });
    this.modem.forget();
  }

  async replug(): Promise<string> {
    this.unplug();
    await this.plugIn();
    this.arrivals.flush();
    return this.path;
  }

  async plugIn(): Promise<void> {
    const opened = await this.openPorts();
    const isSame = opened.some((port) => this.lastPaths.includes(port.path));
    this.ports = isSame ? await this.openPorts() : opened;
    if (isSame) for (const port of opened) port.close();
    this.lastPaths = this.paths;
    const [first] = this.paths;
    if (this.link === undefined || first === undefined) return;
    rmSync(this.link, { force: true });
    symlinkSync(first, this.link);
  }

  state(): SerialSimulatorState {
    const { modem } = this;
    return {
      isPlugged: this.ports.length > 0,
      stored: Object.values(modem.memories).flatMap((memory) => memory.all().map((stored) => ({ ...stored }))),
      waiting: this.arrivals.waitingCount,
      sent: [...modem.sent],
      sim: modem.scenario.sim,
      registration: { ...modem.scenario.registration },
      indications: [...modem.settings.indications],
      memories: [...modem.settings.memories],
      calls: { ...modem.calls },
    };
  }

  close(): void {
    this.unplug();
    this.modem.close();
  }

  private async openPorts(): Promise<Port[]> {
    const ports = [await Port.open(this.modem, true)];
    if (this.modem.traits.ports === 2) ports.push(await Port.open(this.modem, false));
    return ports;
  }

  private walk(steps: { state: number; ms: number }[]): void {
    let at = 0;
    for (const { state, ms } of steps) {
      if (at === 0) this.scenario({ registration: state });
      else this.modem.after(at, () => this.scenario({ registration: state }));
      at += ms;
    }
  }

  private reportRegistration(before: Record<'creg' | 'cgreg' | 'cereg', number>): void {
    const now = this.modem.scenario.registration;
    for (const port of this.ports) {
      for (const key of ['creg', 'cgreg', 'cereg'] as const) {
        const name = `+${key.toUpperCase()}`;
        const reports = port.registrationReports[name] ?? 0;
        if (reports > 0 && now[key] !== before[key]) port.report([`${name}: ${describeState(now[key], reports)}`]);
      }
    }
  }
}

function octetsBehindCentre(pdu: string): number {
  return Math.floor(pdu.length / 2) - 1 - Number.parseInt(pdu.slice(0, 2), 16);
}
