import type { Counts } from './counts.ts';
import { DeviceError } from './errors.ts';
import type { Inbox, Look } from './inbox.ts';
import { type BoxReader, boxes } from './list.ts';
import { byDate, type Row } from './rows.ts';

/** Deletes at one go at most: each takes the stick some 50 ms in which no new text is seen. */
const deletesAtOnce = 20;

export interface RoomOptions {
  inbox: Inbox;
  reader: BoxReader;
  /** From this share of the storage on, room is made. */
  percent: number;
  /** So many of the newest texts always stay. */
  keepLast: number;
}

export function isRoomShort(counts: Counts, percent: number): boolean {
  return surplus(counts.localUsed, counts.localMax, percent) > 0 || surplus(counts.simUsed, counts.simMax, percent) > 0;
}

/** How many of `used` must go so that a tenth below the limit is reached; 0 while the limit is not. */
function surplus(used: number, max: number, percent: number): number {
  const limit = Math.floor((max * percent) / 100);
  if (max <= 0 || used < Math.max(limit, 1)) return 0;
  return Math.max(used - Math.floor(limit * 0.9), 1);
}

/**
 * A full device receives nothing more, so what is safely stored here goes, oldest first; where that is not enough,
 * deleted and sent texts, and drafts only when it is quite full. Needs a complete look. Resolves to the number deleted.
 */
export async function makeRoom(look: Look, counts: Counts, options: RoomOptions): Promise<number> {
  const simSurplus = surplus(counts.simUsed, counts.simMax, options.percent);
  const localSurplus = surplus(counts.localUsed, counts.localMax, options.percent);
  let deleted = await deleteOldest(look.sim, simSurplus, counts.simMax, options);
  const deletedHere = await deleteOldest(look.local, localSurplus, counts.localMax, options);
  deleted += deletedHere;
  if (localSurplus === 0 || deletedHere > 0) return deleted;
  for (const box of [boxes.localTrash, boxes.localSent, ...(counts.full ? [boxes.localDraft] : [])]) {
    const gone = await emptyBox(box, localSurplus, options);
    if (gone > 0) return deleted + gone;
  }
  return deleted;
}

async function deleteOldest(rows: Row[], count: number, max: number, options: RoomOptions): Promise<number> {
  if (count === 0) return 0;
  // In a very small storage `keepLast` would leave no room at all.
  const kept = Math.min(options.keepLast, Math.floor((max * options.percent) / 200));
  const oldestFirst = rows.toSorted(byDate);
  const candidates = oldestFirst.slice(0, Math.max(oldestFirst.length - kept, 0));
  const stored = candidates.filter((row) => options.inbox.isSettled(row));
  return deleteAll(stored.slice(0, Math.min(count, deletesAtOnce)), options);
}

/** A firmware may not list this box. */
async function emptyBox(box: number, count: number, options: RoomOptions): Promise<number> {
  try {
    for await (const page of options.reader.pages(box, { oldestFirst: true })) {
      return await deleteAll(page.slice(0, Math.min(count, deletesAtOnce)), options);
    }
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
  }
  return 0;
}

async function deleteAll(rows: Row[], options: RoomOptions): Promise<number> {
  let deleted = 0;
  for (const row of rows) if (await options.inbox.delete(row)) deleted += 1;
  return deleted;
}
