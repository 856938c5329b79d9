import {
  parseArrival,
  parseCurrent,
  parseList,
  parseNames,
  parseRead,
  parseUsage,
  type StoredPdu,
  type Usage,
} from './answers.ts';
import type { AtChannel } from './channel.ts';
import { AtError } from './errors.ts';

/** A full SIM card takes up to 300 ms for each of its texts. */
const listTimeoutMs = 60_000;
const deleteTimeoutMs = 20_000;
/** One failure may be a passing one; after so many in a row no list is asked for any more. */
const failedListsLimit = 3;
/** Many modems take some 500 characters in a line; this many deletes are far below, and do not hold up a text long. */
export const deletesAtOnce = 8;
/** 27.005 §3.1: the card, the modem itself; both as one, where a modem offers them only so. */
const wanted = ['SM', 'ME'];
const together = 'MT';
const reports = 'SR';

/** A place in a memory. */
export interface Place {
  memory: string;
  index: number;
}

/** A text where it was found. */
interface StoredText {
  index: number;
  pdu: string;
}

/** The memories of a modem for texts (3GPP TS 27.005 §3.2.2). */
export class Memories {
  /** Those that are looked through, in this order. */
  names: string[] = [];
  readonly usage = new Map<string, Usage>();
  readonly #channel: AtChannel;
  /** What each of the three positions takes. */
  #offered: string[][] = [];
  #arriving = '';
  #selected = '';
  #joinsDeletes: boolean | null = null;
  #failedLists = 0;

  constructor(channel: AtChannel) {
    this.#channel = channel;
  }

  /** Finds what the modem offers and lets texts arrive in the largest. Throws AtError while the SIM card is not ready. */
  async setUp(configured: string[] | undefined): Promise<void> {
    const offers = await this.#channel.ask('AT+CPMS=?', { prefix: '+CPMS:' });
    this.#offered = offers?.[0] === undefined ? [] : parseNames(offers[0]);
    const current = parseCurrent((await this.#channel.ask('AT+CPMS?', { prefix: '+CPMS:' }))?.[0] ?? '');
    // A modem that does not say what it has is asked for each of them.
    const readable = this.#offered[0] ?? [...new Set([...wanted, ...current])];
    this.names = (configured ?? wanted).filter((name) => readable.includes(name));
    if (this.names.length === 0) this.names = readable.includes(together) ? [together] : readable.slice(0, 1);
    this.#arriving = current[2] ?? '';
    let last: unknown;
    for (const name of [...this.names]) {
      try {
        await this.select(name);
      } catch (error) {
        // A card that is not ready yet is not to be left out for good.
        if (!(error instanceof AtError) || isSimTrouble(error)) throw error;
        last = error;
        this.names = this.names.filter((one) => one !== name);
      }
    }
    if (this.names.length === 0) throw last ?? new AtError('AT+CPMS', 'plain', null);
    this.#chooseArriving(configured);
    this.#selected = '';
    await this.select(this.names[0] ?? '');
  }

  #chooseArriving(configured: string[] | undefined): void {
    const sizeOf = (name: string) => this.usage.get(name)?.total ?? 0;
    const fitting = this.names.filter((name) => (this.#offered[2] ?? []).includes(name) && sizeOf(name) > 0);
    const preferred = configured === undefined ? fitting.toSorted((a, b) => sizeOf(b) - sizeOf(a)) : fitting;
    const [best] = preferred;
    if (best === undefined) return;
    if (configured !== undefined || sizeOf(best) > sizeOf(this.#arriving)) this.#arriving = best;
  }

  /** All three are named each time: some firmware refuses fewer, and some the same name at each position. */
  async select(memory: string): Promise<void> {
    if (memory === this.#selected || memory === '') return;
    const at = (position: number, name: string) => {
      const names = this.#offered[position];
      if (names === undefined || names.includes(name)) return name;
      return names.includes(this.#arriving) ? this.#arriving : (names[0] ?? name);
    };
    const arriving = this.#arriving === '' ? memory : this.#arriving;
    const command = `AT+CPMS="${memory}","${at(1, memory)}","${at(2, arriving)}"`;
    const lines = await this.#channel.command(command, { prefix: '+CPMS:', timeoutMs: 10_000 });
    this.#selected = memory;
    const usage = parseUsage(lines[0] ?? '');
    if (usage !== null) this.usage.set(memory, usage);
  }

  /** How full they are, where that is not known from a list. */
  async readUsage(memory: string): Promise<void> {
    this.#selected = '';
    await this.select(memory);
  }

  /** Everything in a memory. Some old sticks fail at that with many texts: then place by place. */
  async list(memory: string): Promise<StoredPdu[]> {
    await this.select(memory);
    if (this.#failedLists < failedListsLimit) {
      try {
        const lines = await this.#channel.command('AT+CMGL=4', { prefix: '+CMGL:', timeoutMs: listTimeoutMs });
        this.#failedLists = 0;
        return parseList(lines);
      } catch (error) {
        if (!(error instanceof AtError) || isSimTrouble(error)) throw error;
        this.#failedLists += 1;
      }
    }
    const found: StoredPdu[] = [];
    const { total } = this.usage.get(memory) ?? { total: 0 };
    for (let index = 0; index <= total; index += 1) {
      const stored = await this.read({ memory, index });
      if (stored !== null) found.push(stored);
    }
    return found;
  }

  /** null: the place is empty. */
  async read({ memory, index }: Place): Promise<StoredPdu | null> {
    await this.select(memory);
    try {
      return parseRead(await this.#channel.command(`AT+CMGR=${index}`, { prefix: '+CMGR:', timeoutMs: 10_000 }), index);
    } catch (error) {
      if (error instanceof AtError && !isSimTrouble(error)) return null;
      throw error;
    }
  }

  /**
   * Deletes texts of one memory, several with one line (V.250 §5.2.1). `unsure`: nothing is known of these places until
   * the memory is listed again; by then another text may lie there.
   */
  async delete(memory: string, texts: StoredText[]): Promise<{ gone: number[]; unsure: number[] }> {
    await this.select(memory);
    const now = texts.slice(0, this.#joinsDeletes === false ? 1 : deletesAtOnce);
    const indexes = now.map(({ index }) => index);
    try {
      const command = `AT${indexes.map((index) => `+CMGD=${index}`).join(';')}`;
      await this.#channel.command(command, { timeoutMs: deleteTimeoutMs });
    } catch (error) {
      if (!(error instanceof AtError) || isSimTrouble(error)) throw error;
      if (now.length > 1) this.#joinsDeletes = false;
      return { gone: [], unsure: indexes };
    }
    const last = now.at(-1);
    if (now.length === 1 || last === undefined || this.#joinsDeletes !== null) return { gone: indexes, unsure: [] };
    this.#joinsDeletes = await this.#isGone(memory, last);
    return this.#joinsDeletes ? { gone: indexes, unsure: [] } : { gone: [], unsure: indexes };
  }

  /** Firmware may do the first of several and say OK. */
  async #isGone(memory: string, { index, pdu }: StoredText): Promise<boolean> {
    const there = await this.read({ memory, index });
    return there?.pdu !== pdu;
  }

  /** Where a report about a new text leads; the memory of reports is none that is looked through. */
  placeOf(line: string): Place | null {
    const arrival = parseArrival(line);
    if (arrival === null) return null;
    const known = this.names.includes(arrival.memory) || arrival.memory === reports;
    const readable = known || (this.#offered[0] ?? []).includes(arrival.memory);
    if (readable) return arrival;
    // Some firmware names a memory here that it does not let one choose: both in one is the usual case.
    return {
      memory: this.names.includes(together) ? together : (this.names[0] ?? arrival.memory),
      index: arrival.index,
    };
  }
}

/** No card, a locked or a busy one: nothing is said about the place. */
function isSimTrouble({ kind, code }: AtError): boolean {
  if (code === null) return false;
  if (kind === 'cme') return code >= 10 && code <= 18;
  return (code >= 310 && code <= 318) || code === 512 || code === 515;
}
