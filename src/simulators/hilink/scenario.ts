import { z } from 'zod';

const fault = z.strictObject({
  /** As in `sms/sms-list`; `*` for every call. */
  path: z.string().default('*'),
  code: z.number().int(),
  times: z.number().int().positive().default(1),
});
const drop = z.strictObject({
  path: z.string().default('*'),
  times: z.number().int().positive().default(1),
  /** The call takes effect and only its answer is lost. */
  after: z.boolean().default(false),
});

/** What can be asked of a running simulator; every field is optional and what is not named stays as it is. */
export const scenarioSchema = z.strictObject({
  /** Every API call takes that long. */
  latencyMs: z.number().int().min(0).optional(),
  /** The next calls of that path are refused with that code. */
  errorNext: z.union([fault, z.array(fault)]).optional(),
  /** The next connections are dropped: a number for any path. */
  dropConnections: z.union([z.number().int().positive(), drop]).optional(),
  /** The device goes away for `downMs`, its sessions are lost, and the SIM is not ready for `simMs` more (20 s). */
  reboot: z
    .strictObject({
      downMs: z.number().int().min(0),
      simMs: z.number().int().min(0).default(20_000),
      /** Refuse connections (the control API is away as well) instead of dropping them. */
      refuse: z.boolean().default(false),
    })
    .optional(),
  /** All session cookies are worth nothing from now on. */
  loseSessions: z.literal(true).optional(),
  storageMax: z.number().int().min(0).optional(),
  /** Each sending makes the whole web server hang: for so many ms, `true`: 30 s, `false`: not. */
  hangingSend: z.union([z.boolean(), z.number().int().min(0)]).optional(),
  /** `stall`: hangs 30 s (or `hangingSend`) and fails; `never`: does not end. */
  sendOutcome: z.enum(['ok', 'fail', 'stall', 'never']).optional(),
  /** How long one recipient takes. */
  sendMs: z.number().int().min(0).optional(),
  /** Sending is refused with 113018: always, or so many times. */
  busy: z.union([z.boolean(), z.number().int().min(0)]).optional(),
  sim: z.enum(['ready', 'absent', 'pin', 'puk']).optional(),
  /** What the network says of the SIM; the signal stays as it is. `denied`: emergency calls only. */
  registration: z.enum(['home', 'roaming', 'none', 'denied']).optional(),
  /** Another SIM card in its place. */
  imsi: z
    .string()
    .regex(/^\d{15}$/, 'expected 15 digits')
    .optional(),
  iccid: z
    .string()
    .regex(/^\d{18,20}F?$/, 'expected 18 to 20 digits')
    .optional(),
  password: z.string().min(1).optional(),
});

/** A change of the scenario, as `POST /simulator/scenario` takes it. */
export type ScenarioChange = z.input<typeof scenarioSchema>;

interface Counted {
  path: string;
  times: number;
}

/** The switches that hold until they are changed, and the faults that are used up by calls. */
export class Scenario {
  latencyMs = 0;
  hangMs = 0;
  sendOutcome: 'ok' | 'fail' | 'stall' | 'never' = 'ok';
  sendMs: number;
  busy: number | boolean = false;
  sim: 'ready' | 'absent' | 'pin' | 'puk' = 'ready';
  registration: 'home' | 'roaming' | 'none' | 'denied' = 'home';
  imsi = '001010000000001';
  iccid = '8900100000000000001F';
  private readonly faults: z.output<typeof fault>[] = [];
  private readonly drops: z.output<typeof drop>[] = [];

  constructor(sendMs: number) {
    this.sendMs = sendMs;
  }

  /** Takes over what concerns this object; reboot, sessions, storage and password are the device's. */
  apply(change: z.output<typeof scenarioSchema>): void {
    this.latencyMs = change.latencyMs ?? this.latencyMs;
    this.sendOutcome = change.sendOutcome ?? this.sendOutcome;
    this.sendMs = change.sendMs ?? this.sendMs;
    this.busy = change.busy ?? this.busy;
    this.sim = change.sim ?? this.sim;
    this.registration = change.registration ?? this.registration;
    this.imsi = change.imsi ?? this.imsi;
    this.iccid = change.iccid ?? this.iccid;
    if (change.hangingSend !== undefined) this.hangMs = toMs(change.hangingSend);
    if (change.errorNext) this.faults.push(...[change.errorNext].flat());
    const { dropConnections } = change;
    if (typeof dropConnections === 'number') this.drops.push({ path: '*', times: dropConnections, after: false });
    else if (dropConnections) this.drops.push(dropConnections);
  }

  /** The code that this call is to be refused with. */
  takeFault(path: string): number | undefined {
    return take(this.faults, path)?.code;
  }

  /** Whether this call's connection is to be dropped, and when. */
  takeDrop(path: string): 'before' | 'after' | undefined {
    const taken = take(this.drops, path);
    return taken && (taken.after ? 'after' : 'before');
  }

  /** Whether this sending is refused as busy. */
  takeBusy(): boolean {
    if (typeof this.busy === 'boolean') return this.busy;
    this.busy -= 1;
    return this.busy >= 0;
  }
}

const longHangMs = 30_000;

function toMs(hang: boolean | number): number {
  if (typeof hang === 'number') return hang;
  return hang ? longHangMs : 0;
}

/** How long a sending with the outcome `stall` hangs where nothing else was asked for. */
export function stallMs(scenario: Scenario): number {
  return scenario.hangMs || (scenario.sendOutcome === 'stall' ? longHangMs : 0);
}

function take<T extends Counted>(list: T[], path: string): T | undefined {
  const at = list.findIndex((entry) => entry.path === '*' || entry.path.replace(/^\/?api\//, '') === path);
  const entry = list[at];
  if (!entry) return undefined;
  entry.times -= 1;
  if (entry.times <= 0) list.splice(at, 1);
  return entry;
}
