import { type LineStatus, type Registration, type SimState, unknownLineStatus } from '../../domain/line-status.ts';
import { childNumber, type XmlElement } from '../../support/xml.ts';
import type { HilinkClient } from './client.ts';
import type { Counts } from './counts.ts';
import { ask, told } from './device.ts';

/** Five calls of some 40 ms each, in which no new text is seen: so seldom, and never two of them in one poll. */
const roundEveryMs = 60_000;

const calls = ['pin/status', 'monitoring/status', 'device/information', 'device/signal', 'net/current-plmn'] as const;

type Answers = Partial<Record<(typeof calls)[number], XmlElement>>;

/** How the line is, by the calls that tell it, asked one after the other. */
export class StatusReader {
  readonly #client: HilinkClient;
  readonly #onChange: () => void;
  #status: LineStatus = unknownLineStatus;
  #answers: Answers = {};
  /** How many calls of this round were made. */
  #asked = 0;
  #nextRoundAt = 0;

  constructor(client: HilinkClient, onChange: () => void) {
    this.#client = client;
    this.#onChange = onChange;
  }

  get status(): LineStatus {
    return this.#status;
  }

  /** Makes the next call where a round is due; false: there was nothing to ask. */
  async step(now: number): Promise<boolean> {
    const path = calls[this.#asked];
    if (path === undefined || (this.#asked === 0 && now < this.#nextRoundAt)) return false;
    if (this.#asked === 0) this.#nextRoundAt = now + roundEveryMs;
    const answer = await ask(this.#client, path);
    if (answer !== undefined) this.#answers[path] = answer;
    this.#asked += 1;
    if (this.#asked === calls.length) this.#endRound();
    return true;
  }

  /** The device answered. */
  noteAnswer(now: number, counts: Counts | null): void {
    const { storageUsed, storageTotal } = this.#status;
    const storage = counts === null || counts.localMax === 0 ? null : counts;
    this.#put({
      storageUsed: storage?.localUsed ?? storageUsed,
      storageTotal: storage?.localMax ?? storageTotal,
    });
    // Alone it is no change that anybody waits for.
    this.#status = { ...this.#status, seenAt: now };
  }

  /** Another device may be there, or the same with another SIM: asks at once. */
  startAnew(): void {
    this.#answers = {};
    this.#asked = 0;
    this.#nextRoundAt = 0;
  }

  #endRound(): void {
    this.#put(readStatus(this.#answers));
    this.#answers = {};
    this.#asked = 0;
  }

  #put(facts: Partial<LineStatus>): void {
    const before = JSON.stringify(this.#status);
    this.#status = { ...this.#status, ...facts };
    if (JSON.stringify(this.#status) !== before) this.#onChange();
  }
}

function readStatus(answers: Answers): Partial<LineStatus> {
  const { 'device/information': information, 'net/current-plmn': network } = answers;
  const sim = simState(answers);
  const plain = sim === 'missing' ? undefined : information;
  return {
    sim,
    registration: registration(answers),
    signalDbm: signalDbm(answers['device/signal']),
    operator: told(network, 'FullName') ?? told(network, 'ShortName') ?? told(network, 'Numeric'),
    imsi: digits(told(plain, 'Imsi')),
    // An ICCID of 19 digits comes with the filler of its last half octet (ETSI TS 102 221 §13.2).
    iccid: digits(told(plain, 'Iccid')?.replace(/f$/i, '') ?? null),
    imei: digits(told(information, 'Imei')),
    ownNumber: internationalNumber(told(plain, 'Msisdn')),
  };
}

/** By `SimState` of `pin/status`, else by `SimStatus` of `monitoring/status`. */
function simState(answers: Answers): SimState | null {
  const pin = numberOf(answers['pin/status'], 'SimState');
  const byPin: Record<number, SimState> = {
    255: 'missing',
    256: 'failure',
    257: 'ready',
    258: 'ready',
    260: 'pin',
    261: 'puk',
  };
  const state = pin === undefined ? undefined : (byPin[pin] ?? 'unknown');
  const card = numberOf(answers['monitoring/status'], 'SimStatus');
  if (card === 255) return 'missing';
  if (state !== undefined) return state;
  if (card === undefined) return null;
  return card >= 1 && card <= 4 ? 'ready' : 'unknown';
}

/** `ServiceStatus`: 2 is service, 1 and 3 are a cell that serves emergency calls only. A card that the network calls invalid (`SimStatus` 2 and 4) was refused. */
function registration(answers: Answers): Registration | null {
  const status = answers['monitoring/status'];
  if (status === undefined) return null;
  const card = numberOf(status, 'SimStatus');
  if (card === 2 || card === 4) return 'denied';
  const service = numberOf(status, 'ServiceStatus');
  if (service === 2) return numberOf(status, 'RoamingStatus') === 1 ? 'roaming' : 'home';
  if (service === 1 || service === 3) return 'denied';
  return service === undefined ? 'unknown' : 'none';
}

/** RSRP, the lowest of them, ends at -156 dBm (3GPP TS 36.133 §9.1.4). */
const weakestDbm = -160;

/** Strings as `-97dBm` and `>=-51dBm`. RSSI first, as AT+CSQ gives it; an RSRP is some 25 dB lower. */
function signalDbm(signal: XmlElement | undefined): number | null {
  for (const name of ['rssi', 'rscp', 'rsrp']) {
    const value = /-\d+(?:\.\d+)?/.exec(told(signal, name) ?? '')?.[0];
    const dbm = Math.round(Number(value));
    if (value !== undefined && dbm < 0 && dbm >= weakestDbm) return dbm;
  }
  return null;
}

function numberOf(answer: XmlElement | undefined, name: string): number | undefined {
  return answer === undefined || told(answer, name) === null ? undefined : childNumber(answer, name);
}

/** An IMSI has 15 digits at most, an IMEI 16 with its version, an ICCID 20 (3GPP TS 23.003 §2.2 and §6.2, ITU-T E.118). */
function digits(text: string | null): string | null {
  return text !== null && /^\d{5,20}$/.test(text) ? text : null;
}

function internationalNumber(text: string | null): string | null {
  return text !== null && /^\+[1-9]\d{6,14}$/.test(text) ? text : null;
}
