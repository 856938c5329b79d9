import type { AuditEntry } from '../../api/audit.ts';

type Day = [AuditEntry, ...AuditEntry[]];

/** Entries that stand in the order of time, in lots of one day each, in the time of this device. */
export function byDay(entries: readonly AuditEntry[]): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last !== undefined && dayOf(last[0]) === dayOf(entry)) last.push(entry);
    else days.push([entry]);
  }
  return days;
}

function dayOf({ at }: AuditEntry): string {
  return new Date(at).toDateString();
}
