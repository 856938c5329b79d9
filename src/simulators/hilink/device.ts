import type { Clock, Timer } from '../../support/clock.ts';
import type { RandomBytes } from '../../support/random.ts';
import { Ledger } from './ledger.ts';
import { Login } from './login.ts';
import { Mailbox } from './mailbox.ts';
import { type InjectedText, Network } from './network.ts';
import { Scenario, type ScenarioChange, scenarioSchema } from './scenario.ts';
import { Sending } from './sending.ts';
import { Sessions } from './sessions.ts';
import type { Traits } from './traits.ts';

/** The stick or router behind the web server. */
export class Device {
  readonly traits: Traits;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly login: Login;
  readonly mailbox: Mailbox;
  readonly network: Network;
  readonly sending: Sending;
  readonly scenario: Scenario;
  readonly ledger = new Ledger();
  /** Switched off, or still starting. */
  isDown = false;
  private simTimer: Timer | undefined;
  private downTimer: Timer | undefined;
  private stallTimer: Timer | undefined;
  private stall: Promise<void> | undefined;
  private endStall: () => void = () => {};
  private isSimStarting = false;

  constructor(traits: Traits, clock: Clock, random: RandomBytes) {
    this.traits = traits;
    this.clock = clock;
    this.sessions = new Sessions(traits, clock, random);
    this.login = new Login(traits, clock, random, this.sessions);
    this.mailbox = new Mailbox(traits.localMax, traits.simMax);
    this.scenario = new Scenario(traits.sendMs);
    this.network = new Network(this.mailbox, traits, clock, () => this.isOnNetwork());
    this.sending = new Sending(this.mailbox, traits, this.scenario, clock, (ms) => this.stallFor(ms));
  }

  inject(text: InjectedText): { index: number | undefined; waiting: number } {
    return this.network.send(text);
  }

  /** Applies a change; `whenUp` is called once a reboot that it asks for is over. Throws a ZodError on nonsense. */
  apply(change: ScenarioChange, whenUp: () => void): void {
    const parsed = scenarioSchema.parse(change);
    this.scenario.apply(parsed);
    if (parsed.password !== undefined) this.traits.password = parsed.password;
    if (parsed.storageMax !== undefined) this.mailbox.localMax = parsed.storageMax;
    if (parsed.loseSessions) this.sessions.clear();
    if (parsed.reboot) this.reboot(parsed.reboot.downMs, parsed.reboot.simMs, whenUp);
    this.network.flush();
  }

  /** The SIM as `pin/status` and `monitoring/status` show it. */
  simState(): 'ready' | 'starting' | 'absent' | 'pin' | 'puk' {
    return this.isSimStarting && this.scenario.sim === 'ready' ? 'starting' : this.scenario.sim;
  }

  /** Resolves when the web server answers again, after a sending that makes it hang. */
  async untilResponsive(): Promise<void> {
    while (this.stall) await this.stall;
  }

  close(): void {
    for (const timer of [this.simTimer, this.downTimer, this.stallTimer]) timer?.cancel();
    this.network.close();
    this.sending.clear();
  }

  /** Whether the network has taken the SIM. */
  isRegistered(): boolean {
    const { registration } = this.scenario;
    return this.simState() === 'ready' && (registration === 'home' || registration === 'roaming');
  }

  private isOnNetwork(): boolean {
    return !this.isDown && this.isRegistered();
  }

  private reboot(downMs: number, simMs: number, whenUp: () => void): void {
    this.isDown = true;
    this.isSimStarting = true;
    this.sessions.clear();
    this.sending.clear();
    this.endStall();
    this.simTimer?.cancel();
    this.downTimer?.cancel();
    this.downTimer = this.clock.after(downMs, () => {
      this.isDown = false;
      this.simTimer = this.clock.after(simMs, () => {
        this.isSimStarting = false;
        this.network.flush();
      });
      whenUp();
    });
  }

  private stallFor(ms: number): void {
    this.stall = new Promise((resolve) => {
      this.endStall = () => {
        this.stallTimer?.cancel();
        this.stall = undefined;
        resolve();
      };
    });
    this.stallTimer = this.clock.after(ms, () => this.endStall());
  }
}
