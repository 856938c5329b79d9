import { conversionKeys, spanOf } from '../domain/conversion.ts';
import type { ConversionRow } from '../store/conversion.ts';

/** Beginnings of numbers that get fewer in a span are not written: so few never become enough to be judged. */
const fewestOfPrefix = 3;
/** Those that come when so many are counted already are not, until the next span: memory has its limit. */
const mostCounted = 20_000;

interface Count {
  row: ConversionRow;
  isPrefix: boolean;
}

/** Counts in memory how many codes are sent and how many of them are entered, until they are written together. */
export class ConversionTally {
  readonly #counts = new Map<string, Count>();

  /** A code that left. `at`: when it was asked for. */
  sent(appId: string, to: { region: string | null; prefix: string | null }, at: number): void {
    this.#add(appId, to, at, { tried: 1, good: 0 });
  }

  /** Its code was entered. */
  entered(appId: string, to: { region: string | null; prefix: string | null }, at: number): void {
    this.#add(appId, to, at, { tried: 0, good: 1 });
  }

  checked(appId: string, wasRight: boolean, at: number): void {
    this.#count(conversionKeys.checks(appId), spanOf(at), { tried: 1, good: wasRight ? 1 : 0 }, false);
  }

  /** What is to be written, taken out. Small numbers of a beginning stay, until their span is over. */
  take(now: number): ConversionRow[] {
    const taken: ConversionRow[] = [];
    for (const [name, { row, isPrefix }] of this.#counts) {
      if (isPrefix && row.tried < fewestOfPrefix && spanOf(now) === row.bucket) continue;
      this.#counts.delete(name);
      // One that was only entered in this time counts where its send was written.
      if (!isPrefix || row.tried >= fewestOfPrefix || row.tried === 0) taken.push(row);
    }
    return taken;
  }

  /** What could not be written. */
  giveBack(rows: readonly ConversionRow[]): void {
    for (const row of rows) this.#count(row.key, row.bucket, row, false);
  }

  #add(
    appId: string,
    { region, prefix }: { region: string | null; prefix: string | null },
    at: number,
    one: { tried: number; good: number },
  ): void {
    const bucket = spanOf(at);
    if (region !== null) this.#count(conversionKeys.region(appId, region), bucket, one, false);
    if (prefix !== null) this.#count(conversionKeys.prefix(appId, prefix), bucket, one, true);
  }

  #count(key: string, bucket: number, one: { tried: number; good: number }, isPrefix: boolean): void {
    const name = `${key} ${bucket}`;
    const known = this.#counts.get(name);
    if (known !== undefined) {
      known.row.tried += one.tried;
      known.row.good += one.good;
      return;
    }
    if (isPrefix && this.#counts.size >= mostCounted) return;
    this.#counts.set(name, { row: { key, bucket, tried: one.tried, good: one.good }, isPrefix });
  }
}
