import type { LineStatus, TextMemory, WatchedEvent } from './line-status.ts';

/** What can be wrong with a line for a while. */
export const lineTroubles = ['deregistered', 'sim-missing', 'sim-locked', 'store-full', 'silent'] as const;
export type LineTrouble = (typeof lineTroubles)[number];

interface TroubleRule {
  begins: WatchedEvent;
  ends: WatchedEvent;
  /** How long it must be seen without a break before it is told, in milliseconds: a stick that restarts is no event. */
  beginsAfterMs: number;
  endsAfterMs: number;
}

export const troubleRules: Record<LineTrouble, TroubleRule> = {
  deregistered: { begins: 'deregistered', ends: 'registered', beginsAfterMs: 120_000, endsAfterMs: 60_000 },
  'sim-missing': { begins: 'sim-missing', ends: 'sim-present', beginsAfterMs: 30_000, endsAfterMs: 30_000 },
  'sim-locked': { begins: 'sim-locked', ends: 'sim-unlocked', beginsAfterMs: 30_000, endsAfterMs: 30_000 },
  // A source that makes room by itself has done so by then.
  'store-full': { begins: 'store-full', ends: 'store-free', beginsAfterMs: 60_000, endsAfterMs: 30_000 },
  silent: { begins: 'silent', ends: 'answering', beginsAfterMs: 120_000, endsAfterMs: 30_000 },
};

/**
 * What comes and goes all day is not told each time: its begin is always told at once, but its end only after so long,
 * four times as long for each time that it began within a day.
 */
const longestEndMs = 3_600_000;
const againWithinMs = 86_400_000;
const againFactor = 4;

/** A card is read wrongly now and then, so another one counts only when it is read for so long. */
const otherSimAfterMs = 15_000;
/** Good enough to be on the network: at this RSSI texts come in practice. Once suspicion is there, a little less will do. */
const goodSignalDbm = -95;
const stillGoodSignalDbm = -100;
/** Sources ask every minute or oftener. */
const staleAfterMs = 90_000;
/** After a longer pause (a machine that slept) what was seen before says nothing about now. */
const longestPauseMs = 60_000;
/** A store that was full is free again when a tenth of it is. */
const freeShare = 0.9;

/** What is kept durably of a line as one source sees it. */
export interface LineRecord {
  /** Keyed hashes, so that a copy of the store names no SIM. */
  imsi: string | null;
  iccid: string | null;
  /** Which troubles were told and have not ended, with when each began. */
  troubles: Partial<Record<LineTrouble, number>>;
  /** How often each trouble began within a day of its begin before, with when it last did. */
  again: Partial<Record<LineTrouble, Recurrence>>;
  /** How many events were told so far: makes each one's key. */
  told: number;
}

interface Recurrence {
  times: number;
  lastAt: number;
}

export const emptyLineRecord: LineRecord = { imsi: null, iccid: null, troubles: {}, again: {}, told: 0 };

/** What is in suspense; worth nothing after a restart. */
export interface LineSuspense {
  judgedAt: number;
  /** Since when each trouble is seen otherwise than it was told. */
  otherwise: Partial<Record<LineTrouble, number>>;
  /** Another SIM than the known one, and since when it is seen. */
  otherSim: { imsi: string | null; iccid: string | null; since: number } | null;
}

/** How a source sees its line now. */
export interface LineSight {
  status: LineStatus;
  /** Keyed hashes of the status's IMSI and ICCID. */
  imsi: string | null;
  iccid: string | null;
  /** Whether the source fails; null: it has only just begun, or is turned off. */
  isFailing: boolean | null;
}

export interface LineChange {
  event: WatchedEvent;
  /** When it began, or ended, in milliseconds since the epoch. */
  since: number;
  /** How often it began within a day by now; 1 where it does not come and go. */
  times: number;
}

export interface LineJudgement {
  record: LineRecord;
  suspense: LineSuspense;
  /** In order; each is told once. */
  changes: LineChange[];
}

/** Judges what a sight of a line means, by what was known before. Changes nothing that is handed in. */
export function judgeLine(
  record: LineRecord,
  suspense: LineSuspense | null,
  sight: LineSight,
  now: number,
): LineJudgement {
  const isFresh = suspense !== null && now - suspense.judgedAt <= longestPauseMs && now >= suspense.judgedAt;
  const before = isFresh ? suspense : { judgedAt: now, otherwise: {}, otherSim: null };
  const judgement: LineJudgement = {
    record: { ...record, troubles: { ...record.troubles }, again: { ...record.again } },
    suspense: { judgedAt: now, otherwise: {}, otherSim: null },
    changes: [],
  };
  for (const trouble of lineTroubles) judgeTrouble(trouble, judgement, before, sight, now);
  judgeSim(judgement, before, sight, now);
  judgement.record.told += judgement.changes.length;
  return judgement;
}

function judgeTrouble(
  trouble: LineTrouble,
  { record, suspense, changes }: LineJudgement,
  before: LineSuspense,
  sight: LineSight,
  now: number,
): void {
  const isTold = record.troubles[trouble] !== undefined;
  const seen = see[trouble](sight, { now, isTold, isSuspected: before.otherwise[trouble] !== undefined });
  if (seen === null || seen === isTold) return;
  const since = before.otherwise[trouble] ?? now;
  const rule = troubleRules[trouble];
  const again = record.again[trouble] ?? { times: 0, lastAt: 0 };
  if (now - since < (isTold ? endsAfter(rule, again) : rule.beginsAfterMs)) {
    suspense.otherwise[trouble] = since;
    return;
  }
  if (isTold) {
    delete record.troubles[trouble];
    changes.push({ event: rule.ends, since, times: again.times });
    return;
  }
  const times = now - again.lastAt < againWithinMs ? again.times + 1 : 1;
  record.again[trouble] = { times, lastAt: now };
  record.troubles[trouble] = trouble === 'silent' ? (sight.status.seenAt ?? since) : since;
  changes.push({ event: rule.begins, since: record.troubles[trouble], times });
}

function endsAfter({ endsAfterMs }: TroubleRule, { times }: Recurrence): number {
  return Math.min(endsAfterMs * againFactor ** Math.max(times - 1, 0), longestEndMs);
}

interface Before {
  now: number;
  isTold: boolean;
  isSuspected: boolean;
}

/** Whether a trouble is there; null: it cannot be told from this sight. */
const see: Record<LineTrouble, (sight: LineSight, before: Before) => boolean | null> = {
  deregistered: isOffNetwork,
  'sim-missing': isSimMissing,
  'sim-locked': isSimLocked,
  'store-full': isStoreFull,
  silent: isSilent,
};

/** Whether what a device said last says nothing about now. */
export function isStale({ status, isFailing }: Pick<LineSight, 'status' | 'isFailing'>, now: number): boolean {
  return status.seenAt === null ? isFailing !== false : now - status.seenAt > staleAfterMs;
}

function isSilent(sight: LineSight, { now }: Before): boolean | null {
  if (sight.isFailing === null) return null;
  if (!sight.isFailing) return sight.status.seenAt !== null && isStale(sight, now);
  // That is told by its own name.
  return !isStale(sight, now) && (isWithoutSim(sight.status) || isLocked(sight.status)) ? null : true;
}

function isWithoutSim({ sim }: LineStatus): boolean {
  return sim === 'missing' || sim === 'failure';
}

function isLocked({ sim }: LineStatus): boolean {
  return sim === 'pin' || sim === 'puk';
}

function isOffNetwork(sight: LineSight, before: Before): boolean | null {
  const { sim, registration, signalDbm } = sight.status;
  if (isStale(sight, before.now) || (sim !== null && sim !== 'ready')) return null;
  if (registration === 'home' || registration === 'roaming') return false;
  // The network itself refuses the SIM, so it is heard.
  if (registration === 'denied') return true;
  if (registration !== 'none' && registration !== 'searching') return null;
  const least = before.isSuspected ? stillGoodSignalDbm : goodSignalDbm;
  return signalDbm !== null && signalDbm >= least ? true : null;
}

function isSimMissing(sight: LineSight, before: Before): boolean | null {
  const { sim } = sight.status;
  if (isStale(sight, before.now) || sim === null || sim === 'unknown') return null;
  return isWithoutSim(sight.status);
}

function isSimLocked(sight: LineSight, before: Before): boolean | null {
  const { sim } = sight.status;
  if (isStale(sight, before.now) || sim === null || sim === 'unknown') return null;
  return isLocked(sight.status);
}

function isStoreFull(sight: LineSight, before: Before): boolean | null {
  const memories = memoriesOf(sight.status);
  if (isStale(sight, before.now) || memories.length === 0) return null;
  if (memories.some(isFull)) return true;
  return before.isTold && memories.some(({ used, total }) => used > total * freeShare) ? null : false;
}

/** Each memory by itself, where the device tells them apart: a full one takes nothing, however empty another is. */
function memoriesOf({ memories, storageUsed, storageTotal }: LineStatus): TextMemory[] {
  const whole =
    storageUsed === null || storageTotal === null ? [] : [{ name: '', used: storageUsed, total: storageTotal }];
  return (memories ?? whole).filter(({ total }) => total > 0);
}

function isFull({ used, total }: TextMemory): boolean {
  return used >= total;
}

/** The memories that are full; their name is empty where the device does not tell them apart. */
export function fullMemories(status: LineStatus): TextMemory[] {
  return memoriesOf(status).filter(isFull);
}

/** A part that cannot be read now stays known; the first SIM that is ever seen is nothing new. */
function judgeSim(judgement: LineJudgement, before: LineSuspense, sight: LineSight, now: number): void {
  const { record, suspense, changes } = judgement;
  const imsi = sight.imsi ?? record.imsi;
  const iccid = sight.iccid ?? record.iccid;
  const isOther = isChanged(record.imsi, sight.imsi) || isChanged(record.iccid, sight.iccid);
  if (!isOther) {
    judgement.record = { ...record, imsi, iccid };
    return;
  }
  const { otherSim } = before;
  const isSame = otherSim !== null && otherSim.imsi === sight.imsi && otherSim.iccid === sight.iccid;
  const since = isSame ? otherSim.since : now;
  if (now - since < otherSimAfterMs) {
    suspense.otherSim = { imsi: sight.imsi, iccid: sight.iccid, since };
    return;
  }
  // What could not be read of the new SIM is not known to be as before.
  judgement.record = { ...record, imsi: sight.imsi, iccid: sight.iccid };
  changes.push({ event: 'sim-changed', since, times: 1 });
}

function isChanged(known: string | null, seen: string | null): boolean {
  return known !== null && seen !== null && known !== seen;
}
