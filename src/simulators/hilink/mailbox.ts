import { codes, Refusal } from './codes.ts';

/** One entry of a box, with the fields that `sms-list` shows. */
export interface Row {
  /** Local: 40000 and up, lowest free slot. SIM: 0 and up. */
  index: number;
  /** 1 local inbox, 2 local sent, 3 local draft, 5 SIM inbox. */
  box: 1 | 2 | 3 | 5;
  /** 0 unread, 1 read, 2 draft, 3 sent, 4 failed. */
  smstat: number;
  phone: string;
  content: string;
  date: string;
  saveType: number;
  priority: number;
  smsType: number;
  /** Counts up with every row that was ever stored: the order among equal dates. */
  serial: number;
}

interface Query {
  pageIndex: number;
  readCount: number;
  boxType: number;
  sortType: number;
  ascending: boolean;
  unreadPreferred: boolean;
}

/** What `BoxType` 1 to 10 shows; 4 is the trash, which nothing gets into here. */
const boxesOfType: Record<number, readonly number[]> = {
  1: [1],
  2: [2],
  3: [3],
  4: [],
  5: [5],
  6: [],
  7: [],
  8: [1, 5],
  9: [2],
  10: [3],
};

const localBase = 40_000;

/** The storage of the device and of the SIM. */
export class Mailbox {
  localMax: number;
  readonly simMax: number;
  private readonly rows = new Map<number, Row>();
  private serial = 0;
  private newMessages = 0;

  constructor(localMax: number, simMax: number) {
    this.localMax = localMax;
    this.simMax = simMax;
  }

  /** Stores a row in the lowest free slot; undefined when that storage is full. */
  add(row: Omit<Row, 'index' | 'serial'>): Row | undefined {
    const isSim = row.box === 5;
    if (isSim ? this.size(true) >= this.simMax : this.isFull()) return undefined;
    let index = isSim ? 0 : localBase;
    while (this.rows.has(index)) index += 1;
    this.serial += 1;
    const stored = { ...row, index, serial: this.serial };
    this.rows.set(index, stored);
    if (row.smstat === 0) this.newMessages += 1;
    return stored;
  }

  isFull(): boolean {
    return this.size(false) >= this.localMax;
  }

  find(index: number): Row | undefined {
    return this.rows.get(index);
  }

  remove(index: number): boolean {
    return this.rows.delete(index);
  }

  /** All rows, oldest first. */
  all(): Row[] {
    return [...this.rows.values()].sort((a, b) => a.serial - b.serial);
  }

  unread(): number {
    return this.all().filter((row) => row.smstat === 0).length;
  }

  /** Rows in a box, and how many of them are unread. */
  countBox(box: number): { all: number; unread: number } {
    const rows = this.all().filter((row) => row.box === box);
    return { all: rows.length, unread: rows.filter((row) => row.smstat === 0).length };
  }

  /** `NewMsg` of `sms-count`: what came since the last look at it. */
  takeNewMessages(): number {
    const count = this.newMessages;
    this.newMessages = 0;
    return count;
  }

  /** One page of a box and the size of the whole box; 100006 for a box or a page that can't be. */
  list(query: Query): { page: Row[]; total: number } {
    const boxes = boxesOfType[query.boxType];
    if (!boxes || query.pageIndex < 1 || query.readCount < 1) throw new Refusal(codes.parameter);
    const rows = this.all().filter((row) => boxes.includes(row.box));
    rows.sort((a, b) => compareRows(a, b, query.sortType) * (query.ascending ? 1 : -1));
    if (query.unreadPreferred) rows.sort((a, b) => Number(b.smstat === 0) - Number(a.smstat === 0));
    const start = (query.pageIndex - 1) * query.readCount;
    return { page: rows.slice(start, start + query.readCount), total: rows.length };
  }

  private size(isSim: boolean): number {
    let count = 0;
    for (const row of this.rows.values()) if ((row.box === 5) === isSim) count += 1;
    return count;
  }
}

/** `SortType` 0 date, 1 phone, 2 index. */
function compareRows(a: Row, b: Row, sortType: number): number {
  if (sortType === 2) return a.index - b.index;
  const [left, right] = sortType === 1 ? [a.phone, b.phone] : [a.date, b.date];
  if (left === right) return a.serial - b.serial;
  return left < right ? -1 : 1;
}
