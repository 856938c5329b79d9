import type { Clock, Timer } from '../../support/clock.ts';
import { formatDeviceDate } from './device-date.ts';
import type { Mailbox, Row } from './mailbox.ts';
import type { Traits } from './traits.ts';

/** A text that somebody sends to the device. */
export interface InjectedText {
  sender: string;
  text: string;
  /** Into how many parts the text is cut, or the parts themselves (`text` is then ignored). Default 1. */
  parts?: number | string[];
  /** Time between two parts, ms; default 0. */
  partDelayMs?: number;
  /** Order in which the parts arrive, counted from 1, e.g. `[2, 1]`. */
  partOrder?: number[];
  /** As the device shows it (`2026-11-22 10:00:00`), or an ISO time with a zone, or milliseconds. Default now. */
  date?: string | number;
  /** `SmsType` of the row; default 1, for several parts 2. */
  type?: number;
  /** Store on the SIM (BoxType 5); default as the device's `saveTo`. */
  sim?: boolean;
}

interface Part {
  textId: number;
  number: number;
  total: number;
  content: string;
  sender: string;
  date: string;
  smsType: number;
  sim: boolean;
}

interface Joining {
  index: number;
  parts: Map<number, string>;
}

type NetworkTraits = Pick<Traits, 'saveTo' | 'zoneOffsetMinutes'>;

/**
 * What is on its way to the device. A part is stored when the device is reachable and has room, else it waits here.
 * Parts are joined in one row as they come, but never once that row was read or deleted.
 */
export class Network {
  private readonly mailbox: Mailbox;
  private readonly traits: NetworkTraits;
  private readonly clock: Clock;
  private readonly isReachable: () => boolean;
  private readonly waiting: Part[] = [];
  private readonly joining = new Map<number, Joining>();
  private readonly broken = new Set<number>();
  private readonly timers = new Set<Timer>();
  private lastTextId = 0;
  private lastStored: { textId: number; index: number } | undefined;

  constructor(mailbox: Mailbox, traits: NetworkTraits, clock: Clock, isReachable: () => boolean) {
    this.mailbox = mailbox;
    this.traits = traits;
    this.clock = clock;
    this.isReachable = isReachable;
  }

  /** Sends a text to the device; tells the Index of its row, or that it has to wait. */
  send(text: InjectedText): { index: number | undefined; waiting: number } {
    const parts = this.cut(text);
    const order = text.partOrder ?? parts.map((part) => part.number);
    order.forEach((number, position) => {
      const part = parts[number - 1];
      if (part) this.arriveAfter(position * (text.partDelayMs ?? 0), part);
    });
    const index = this.lastStored?.textId === this.lastTextId ? this.lastStored.index : undefined;
    return { index, waiting: this.waiting.length };
  }

  /** Stores what waits, as far as there is room. */
  flush(): void {
    while (this.waiting.length > 0 && this.isReachable()) {
      const part = this.waiting[0];
      if (!part || !this.store(part)) return;
      this.waiting.shift();
    }
  }

  waitingCount(): number {
    return this.waiting.length;
  }

  /** A row was read or deleted: the rest of its text will come as rows of their own. */
  breakJoining(index: number): void {
    for (const [textId, joining] of this.joining) {
      if (joining.index !== index) continue;
      this.joining.delete(textId);
      this.broken.add(textId);
    }
  }

  close(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private cut(text: InjectedText): Part[] {
    this.lastTextId += 1;
    const contents = Array.isArray(text.parts) ? text.parts : cutEvenly(text.text, text.parts ?? 1);
    return contents.map((content, at) => ({
      textId: this.lastTextId,
      number: at + 1,
      total: contents.length,
      content,
      sender: text.sender,
      date: this.formatDate(text.date),
      smsType: text.type ?? (contents.length > 1 ? 2 : 1),
      sim: text.sim ?? this.traits.saveTo === 'sim',
    }));
  }

  private formatDate(date: string | number | undefined): string {
    if (typeof date === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(date)) return date;
    const at = date === undefined ? this.clock.now() : new Date(date).getTime();
    return formatDeviceDate(at, this.traits.zoneOffsetMinutes);
  }

  private arriveAfter(ms: number, part: Part): void {
    if (ms <= 0) {
      this.arrive(part);
      return;
    }
    const timer = this.clock.after(ms, () => {
      this.timers.delete(timer);
      this.arrive(part);
    });
    this.timers.add(timer);
  }

  private arrive(part: Part): void {
    this.waiting.push(part);
    this.flush();
  }

  private store(part: Part): boolean {
    const joining = this.joining.get(part.textId);
    const grown = joining && this.mailbox.find(joining.index);
    if (!joining || !grown) return this.storeAlone(part);
    if (this.mailbox.isFull()) return false;
    joining.parts.set(part.number, part.content);
    grown.content = joinParts(joining.parts);
    if (joining.parts.size === part.total) this.joining.delete(part.textId);
    return true;
  }

  private storeAlone(part: Part): boolean {
    const row = (part.sim ? this.addRow(part, 5) : undefined) ?? this.addRow(part, 1);
    if (!row) return false;
    this.lastStored = { textId: part.textId, index: row.index };
    if (part.total > 1 && !this.broken.has(part.textId)) {
      this.joining.set(part.textId, { index: row.index, parts: new Map([[part.number, part.content]]) });
    }
    return true;
  }

  private addRow(part: Part, box: 1 | 5): Row | undefined {
    return this.mailbox.add({
      box,
      smstat: 0,
      phone: part.sender,
      content: part.content,
      date: part.date,
      saveType: box === 5 ? 1 : 4,
      priority: 0,
      smsType: part.smsType,
    });
  }
}

function joinParts(parts: Map<number, string>): string {
  const numbers = [...parts.keys()].sort((a, b) => a - b);
  return numbers.map((number) => parts.get(number) ?? '').join('');
}

function cutEvenly(text: string, count: number): string[] {
  const characters = Array.from(text);
  const size = Math.max(1, Math.ceil(characters.length / count));
  return Array.from({ length: count }, (_, at) => characters.slice(at * size, (at + 1) * size).join(''));
}
