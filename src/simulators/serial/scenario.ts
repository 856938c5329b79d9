import { z } from 'zod';

const count = z.union([z.boolean(), z.number().int().min(0)]);
const state = z.number().int().min(0).max(10);
const registrationSchema = z.strictObject({ creg: state, cgreg: state, cereg: state });
const errorSchema = z.strictObject({
  /** As in `+CMGL`; `*` for every command. */
  command: z.string().default('*'),
  /** The whole line, e.g. `+CMS ERROR: 500`. */
  answer: z.string().default('ERROR'),
  times: z.number().int().positive().default(1),
});

/** What can be asked of a running simulator; every field is optional and what is not named stays as it is. */
export const scenarioSchema = z.strictObject({
  /** Registered where: one state for every network, or each (3GPP TS 27.007 §7.2): 0 idle, 1 home, 2 searching, 3 denied, 5 roaming. */
  registration: z.union([state, registrationSchema]).optional(),
  /** States one after the other, each for so many milliseconds. */
  registrationWalk: z.array(z.strictObject({ state, ms: z.number().int().min(0) })).optional(),
  /** `+CSQ`: 0 to 31, 99 unknown. */
  signal: z.number().int().min(0).max(99).optional(),
  sim: z.enum(['ready', 'absent', 'pin', 'puk', 'failure']).optional(),
  /** Attempts that are left for the PIN. */
  pinAttempts: z.number().int().min(0).max(3).optional(),
  /** The SIM is busy (14, 314) for so many commands. */
  simBusy: z.number().int().min(0).optional(),
  /** The next commands of that name get that answer. */
  errorNext: z.union([errorSchema, z.array(errorSchema)]).optional(),
  /** The next commands of any kind get no answer at all. */
  silentNext: z.number().int().min(0).optional(),
  /** The next sendings show no prompt. */
  losePrompts: z.number().int().min(0).optional(),
  /** A number: `+CMS ERROR` with it; `silent`: it goes out and nobody says so; `lost`: neither. */
  sendOutcome: z.union([z.enum(['ok', 'silent', 'lost']), z.number().int().min(0).max(999)]).optional(),
  /** For how many parts the outcome holds; then it is `ok` again. */
  sendOutcomeTimes: z.number().int().positive().optional(),
  sendMs: z.number().int().min(0).optional(),
  latencyMs: z.number().int().min(0).optional(),
  messageMs: z.number().int().min(0).optional(),
  /** TP-Status of the reports that follow a part, in turn (3GPP TS 23.040 §9.2.3.15): 0 delivered, 0x30 still trying, 0x46 expired. */
  reportStatus: z.array(z.number().int().min(0).max(255)).optional(),
  /** Texts are stored and nobody is told: for so many, or until it is false. */
  loseIndications: count.optional(),
  /** Reports may come between the lines of an answer. */
  reportsInside: z.boolean().optional(),
  /** Fills a memory with old texts up to so many free slots. */
  fill: z.strictObject({ memory: z.enum(['SM', 'ME']), free: z.number().int().min(0).default(0) }).optional(),
  /** The device restarts in itself: settings such as `AT+CNMI` are gone. */
  forgetSettings: z.literal(true).optional(),
  /** An unsolicited line. */
  report: z.string().optional(),
  /** So many random bytes, out of turn. */
  garbage: z.number().int().positive().max(4096).optional(),
});

/** A change of the scenario, as `POST /simulator/scenario` takes it. */
export type ScenarioChange = z.input<typeof scenarioSchema>;
export type Registration = z.output<typeof registrationSchema>;

/** The switches that hold until they are changed, and the faults that are used up by commands. */
export class Scenario {
  registration: Registration = { creg: 1, cgreg: 1, cereg: 1 };
  signal = 17;
  sim: 'ready' | 'absent' | 'pin' | 'puk' | 'failure' = 'ready';
  pinAttempts = 3;
  simBusy = 0;
  silentNext = 0;
  losePrompts = 0;
  sendMs: number | undefined;
  latencyMs: number | undefined;
  messageMs: number | undefined;
  reportStatus: number[] = [0];
  reportsInside: boolean | undefined;
  private sendOutcome: 'ok' | 'silent' | 'lost' | number = 'ok';
  private sendOutcomeTimes = Number.POSITIVE_INFINITY;
  private loseIndications: number | boolean = false;
  private readonly errors: z.output<typeof errorSchema>[] = [];

  /** Takes over the switches; what happens at once is the simulator's to do. */
  apply(change: z.output<typeof scenarioSchema>): void {
    const { registration } = change;
    if (typeof registration === 'number') {
      this.registration = { creg: registration, cgreg: registration, cereg: registration };
    } else if (registration) this.registration = registration;
    this.signal = change.signal ?? this.signal;
    this.sim = change.sim ?? this.sim;
    this.pinAttempts = change.pinAttempts ?? this.pinAttempts;
    this.simBusy = change.simBusy ?? this.simBusy;
    this.silentNext = change.silentNext ?? this.silentNext;
    this.losePrompts = change.losePrompts ?? this.losePrompts;
    this.sendMs = change.sendMs ?? this.sendMs;
    this.latencyMs = change.latencyMs ?? this.latencyMs;
    this.messageMs = change.messageMs ?? this.messageMs;
    this.reportStatus = change.reportStatus ?? this.reportStatus;
    this.reportsInside = change.reportsInside ?? this.reportsInside;
    this.loseIndications = change.loseIndications ?? this.loseIndications;
    if (change.errorNext) this.errors.push(...[change.errorNext].flat());
    if (change.sendOutcome === undefined) return;
    this.sendOutcome = change.sendOutcome;
    this.sendOutcomeTimes = change.sendOutcomeTimes ?? Number.POSITIVE_INFINITY;
  }

  takeSilence(): boolean {
    this.silentNext -= 1;
    if (this.silentNext >= 0) return true;
    this.silentNext = 0;
    return false;
  }

  takeLostPrompt(): boolean {
    if (this.losePrompts === 0) return false;
    this.losePrompts -= 1;
    return true;
  }

  takeSimBusy(): boolean {
    if (this.simBusy === 0) return false;
    this.simBusy -= 1;
    return true;
  }

  takeLostIndication(): boolean {
    if (typeof this.loseIndications === 'boolean') return this.loseIndications;
    this.loseIndications -= 1;
    return this.loseIndications >= 0;
  }

  takeSendOutcome(): 'ok' | 'silent' | 'lost' | number {
    this.sendOutcomeTimes -= 1;
    return this.sendOutcomeTimes >= 0 ? this.sendOutcome : 'ok';
  }

  /** The answer that this command gets instead of its own. */
  takeError(command: string): string | undefined {
    const at = this.errors.findIndex((error) => error.command === '*' || error.command.replace(/^AT/, '') === command);
    const error = this.errors[at];
    if (!error) return undefined;
    error.times -= 1;
    if (error.times <= 0) this.errors.splice(at, 1);
    return error.answer;
  }
}
