import { partsOf } from '../domain/conversion.ts';
import { readNumber } from '../domain/phone-number.ts';
import { type Alarm, judgeConversion, pumpedKeys } from '../store/conversion.ts';
import { addCosts, keyOf } from '../store/costs.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import type { CostRow } from '../store/verification-tables.ts';
import { verifyAppSettings } from '../store/verify-apps.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import { ConversionTally } from './conversion-tally.ts';
import { isVouchedFor } from './limits.ts';

/** A code that left, or may have. */
export interface LeftSend {
  appId: string;
  kind: string;
  to: string;
  region: string | null;
  /** When it was asked for. */
  at: number;
  /** The line, or else the provider. */
  payer: string;
  isLine: boolean;
  costMicros: number | null;
}

export interface BooksParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  log: Logger;
  /** After each commit of alarms. */
  onAlarms(alarms: readonly Alarm[]): void;
  /** A code that left, with what it cost; for the metrics. */
  onLeft(send: LeftSend): void;
}

/** What is counted is written so often: a crash loses no more of the sums, and each send has its own cost besides. */
const writeEveryMs = 2_000;
/** Nothing new may come, and yet what there is gets old enough to be judged. */
const judgeEveryMs = 60_000;

/** Keeps the books: what sends cost, how many codes are entered; and blocks where they are not. Costs the sends no query. */
export class Books {
  readonly #parts: BooksParts;
  readonly #tally = new ConversionTally();
  readonly #costs = new Map<string, CostRow>();
  #judgedAt = 0;
  #timer: Timer | null = null;
  #underWay: Promise<void> = Promise.resolve();

  constructor(parts: BooksParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = this.#parts.clock.after(writeEveryMs, () => {
      this.#underWay = this.#turn().finally(() => {
        if (this.#timer !== null) this.start();
      });
    });
  }

  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    await this.#underWay;
    await this.#turn();
  }

  /** A code left. */
  left(send: LeftSend): void {
    this.#tally.sent(send.appId, { region: send.region, prefix: prefixOf(send.to) }, send.at);
    this.spent(send);
  }

  /** Something cost money, a code or not. `appId` '': the hub itself sent it. */
  spent(send: LeftSend): void {
    const { appId: app_id, payer, kind, costMicros } = send;
    const month = new Date(send.at).toISOString().slice(0, 7);
    const is_line = send.isLine ? 1 : 0;
    const unpriced = costMicros === null ? 1 : 0;
    this.#addCost({ month, app_id, payer, is_line, kind, sends: 1, unpriced, micros: costMicros ?? 0 });
    this.#parts.onLeft(send);
  }

  /** Its code was entered; `at`: when that send was asked for. */
  entered(appId: string, to: string | null, region: string | null, at: number): void {
    this.#tally.entered(appId, { region, prefix: to === null ? null : prefixOf(to) }, at);
  }

  checked(appId: string, wasRight: boolean): void {
    this.#tally.checked(appId, wasRight, this.#parts.clock.now());
  }

  /** Writes what was counted, and judges it. */
  async write(): Promise<void> {
    const { database, clock, onAlarms } = this.#parts;
    await this.#writeCosts();
    const now = clock.now();
    const rows = this.#tally.take(now);
    if (rows.length === 0 && now - this.#judgedAt < judgeEveryMs) return;
    this.#judgedAt = now;
    try {
      const alarms = await database.write(judgeConversion, { rows, safe: await this.#safeKeys(now), now });
      if (alarms.length > 0) onAlarms(alarms);
    } catch (error) {
      this.#tally.giveBack(rows);
      throw error;
    }
  }

  async #turn(): Promise<void> {
    await this.write().catch((error: unknown) =>
      this.#parts.log.warn(
        { err: error },
        'what codes cost and how many are entered could not be written; trying again',
      ),
    );
  }

  async #writeCosts(): Promise<void> {
    const rows = [...this.#costs.values()];
    this.#costs.clear();
    if (rows.length === 0) return;
    await this.#parts.database.write(addCosts, rows).catch((error: unknown) => {
      for (const row of rows) this.#addCost(row);
      throw error;
    });
  }

  /** Those that would be blocked, but the app vouches for them. */
  async #safeKeys(now: number): Promise<string[]> {
    const { database, keyring } = this.#parts;
    const safe: string[] = [];
    for (const { key } of await pumpedKeys(database.read, now)) {
      const { scope, appId, place } = partsOf(key);
      const settings = await verifyAppSettings(database, keyring, appId);
      // Any number that begins so tells the country.
      const region = scope === 'region' ? place : (readNumber(`${place}0000`)?.region ?? null);
      const to = { to: scope === 'region' ? '' : place, region };
      if (isVouchedFor(settings.safe, to)) safe.push(key);
    }
    return safe;
  }

  #addCost(row: CostRow): void {
    const known = this.#costs.get(keyOf(row));
    if (known === undefined) this.#costs.set(keyOf(row), row);
    else {
      known.sends += row.sends;
      known.unpriced += row.unpriced;
      known.micros += row.micros;
    }
  }
}

/** All but the last four digits; null: a mailbox. */
function prefixOf(to: string): string | null {
  return to.startsWith('+') ? to.slice(0, -4) : null;
}
