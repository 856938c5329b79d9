const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long a code is worth delivering where its text states nothing. */
export const defaultCodeLifetimeMs = 10 * minute;
/** How long any other text is worth delivering. */
export const defaultTextLifetimeMs = 24 * hour;
/** A text that states less is still tried this long: a phone network alone may take that. */
export const shortestLifetimeMs = minute;
/** A text that states more is not kept longer: a code is a secret with a short life. */
export const longestLifetimeMs = 7 * day;
/** A code text that reached nobody is kept this long, so that a wrong guess of the extractor destroys nothing. */
export const unreachedRetentionMs = 24 * hour;
/** The longest a service centre holds a text (3GPP TS 23.040 §9.2.3.12.1: 63 weeks); an older stamp is a wrong clock. */
const longestInNetworkMs = 63 * 7 * day;

const purgeAfterDeliveryMs = 5 * minute;
const purgeAfterReceiptMs = 15 * minute;

/** What the lifetimes of a message hang on. Times are milliseconds since the epoch. */
export interface LifetimeFacts {
  receivedAt: number;
  /** When the network took the text, where that is known with its zone. */
  sentAt?: number | null | undefined;
  hasCode: boolean;
  /** The lifetime that the text states, in seconds; null where it states none. */
  expiresInSeconds: number | null;
}

/** Milliseconds since the epoch. */
export interface Lifetimes {
  /** No attempt is made from here on. */
  deliverUntil: number;
  /** Text and code are erased from here on. */
  purgeAt: number;
  /** When the code stops working by its own words; null where the text states nothing. */
  expiresAt: number | null;
}

/**
 * How long a message is delivered and kept. Counted from `sentAt` where it is known, so that a text that waited through
 * an outage is not delivered after its life; a stamp in the future or older than the network holds texts is ignored.
 */
export function lifetimes(facts: LifetimeFacts): Lifetimes {
  const { receivedAt, hasCode } = facts;
  const start = startOfLife(receivedAt, facts.sentAt);
  const stated = statedLifetimeMs(facts.expiresInSeconds);
  const otherwise = hasCode ? defaultCodeLifetimeMs : defaultTextLifetimeMs;
  const deliverUntil = start + Math.max(stated ?? otherwise, shortestLifetimeMs);
  return {
    deliverUntil,
    purgeAt: Math.max(deliverUntil + purgeAfterDeliveryMs, receivedAt + purgeAfterReceiptMs),
    expiresAt: stated === null ? null : start + stated,
  };
}

/** `purgeAt` of a message with a code of which no delivery arrived. */
export function purgeAtWhenUnreached(message: { receivedAt: number; purgeAt: number }): number {
  return Math.max(message.purgeAt, message.receivedAt + unreachedRetentionMs);
}

function startOfLife(receivedAt: number, sentAt: number | null | undefined): number {
  if (sentAt === null || sentAt === undefined || !Number.isFinite(sentAt)) return receivedAt;
  const believable = sentAt <= receivedAt && sentAt > receivedAt - longestInNetworkMs;
  return believable ? sentAt : receivedAt;
}

function statedLifetimeMs(seconds: number | null): number | null {
  if (seconds === null || !Number.isFinite(seconds) || seconds <= 0) return null;
  return Math.min(Math.round(seconds * second), longestLifetimeMs);
}
