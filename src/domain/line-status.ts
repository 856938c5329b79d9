/** What the network says of the SIM's registration (3GPP TS 27.007 §7.2 `+CREG`). */
export type Registration = 'home' | 'roaming' | 'searching' | 'denied' | 'none' | 'unknown';

export type SimState = 'ready' | 'pin' | 'puk' | 'missing' | 'failure' | 'unknown';

/** One of the memories of a device in which texts lie. */
export interface TextMemory {
  /** As the device names it: `SM` is the SIM card, `ME` the device itself (3GPP TS 27.005 §3.1). */
  name: string;
  used: number;
  total: number;
}

/** How one of our own lines is, as one source of it sees it. null: this source cannot tell. */
export interface LineStatus {
  sim: SimState | null;
  registration: Registration | null;
  /** Received signal strength in dBm; null where there is none or it is not known. */
  signalDbm: number | null;
  /** Name or number of the network. */
  operator: string | null;
  imsi: string | null;
  iccid: string | null;
  imei: string | null;
  /** The number that the SIM itself gives, in E.164; usually absent. */
  ownNumber: string | null;
  /** Places for texts in the device that are taken, of how many. */
  storageUsed: number | null;
  storageTotal: number | null;
  /** The same for each memory, where there are several: one may be full beside an empty one. */
  memories: readonly TextMemory[] | null;
  /** When this source last brought a text, in milliseconds since the epoch. */
  lastTextAt: number | null;
  /** When the device last answered; null also for a source that asks more seldom than once a minute. */
  seenAt: number | null;
}

export const unknownLineStatus: LineStatus = {
  sim: null,
  registration: null,
  signalDbm: null,
  operator: null,
  imsi: null,
  iccid: null,
  imei: null,
  ownNumber: null,
  storageUsed: null,
  storageTotal: null,
  memories: null,
  lastTextAt: null,
  seenAt: null,
};

/** What can befall a line, as its sources see it. */
export type WatchedEvent =
  /** The SIM is on no network although the signal is good: how a stolen number looks first. */
  | 'deregistered'
  | 'registered'
  /** Another SIM (ICCID) or another subscriber (IMSI) than before. */
  | 'sim-changed'
  | 'sim-missing'
  | 'sim-present'
  /** The SIM wants its PIN, or its PUK. */
  | 'sim-locked'
  | 'sim-unlocked'
  /** The device has no room for texts: the network holds back what comes. */
  | 'store-full'
  | 'store-free'
  /** Nothing comes from the device any more: it does not answer, or does not let the hub in. */
  | 'silent'
  | 'answering';

/**
 * What is told to whoever has a route for it. `not-me`: somebody got a code that they had not asked for. `test-lost`: a
 * text that the hub itself sent to the line did not arrive; `test-arrived`: they do again.
 */
export type LineEvent = WatchedEvent | 'not-me' | 'test-lost' | 'test-arrived';

export const watchedEvents = [
  'deregistered',
  'registered',
  'sim-changed',
  'sim-missing',
  'sim-present',
  'sim-locked',
  'sim-unlocked',
  'store-full',
  'store-free',
  'silent',
  'answering',
] as const satisfies readonly WatchedEvent[];

export const lineEvents = [
  ...watchedEvents,
  'not-me',
  'test-lost',
  'test-arrived',
] as const satisfies readonly LineEvent[];
