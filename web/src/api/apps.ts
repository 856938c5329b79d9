import { get, post, put, query, remove } from './request.ts';

/** A program that has codes sent by this hub. */
export interface App {
  /** `AC` and 32 hexadecimal digits: its user name. */
  accountSid: string;
  name: string;
  /** Id of a person. */
  owner: string;
  /** null: all of its owner's. */
  lines: string[] | null;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** Secrets are told this once. */
export interface NewApp extends App, NewAppKey {
  authToken: string;
}

/** As good as the account and its token; each can be exchanged by itself. */
export interface AppKey {
  keySid: string;
  createdAt: string;
}

export interface NewAppKey extends AppKey {
  keySecret: string;
}

export interface AppWish {
  name: string;
  owner?: string;
  /** Left out: all of its owner's. */
  lines?: string[];
}

/** How many within the short and within the long time. */
export interface Limit {
  short: number;
  long: number;
}

export type LimitName = 'destination' | 'address' | 'network' | 'prefix' | 'region' | 'app';

/** What an app may do in verification; what pages do not know is sent back as it came. */
export interface AppSettings {
  /** null: only the hub's own. */
  regions: string[] | null;
  limits: Partial<Record<LimitName, Limit>>;
  /** A code is never told; left out, it stays. */
  testNumbers: { number: string; code?: string }[];
  console: boolean;
  /** What its codes may cost in a day, as `2.50`; null: no ceiling. */
  dailyCost: string | null;
  /** Countries and beginnings of numbers that are never blocked. */
  safe: string[];
  /** So long a code is good. */
  lifetimeMinutes: number;
  /** Of the pages on which codes are typed; null: they are bound to none. */
  domain: string | null;
  /** May somebody with an authenticator app get a code all the same? */
  fallBackFromTotp: boolean;
  /** Addresses that the hosted page may lead back to. */
  returnUrls: string[];
}

export interface Attempt {
  number: number;
  channel: string;
  by: string | null;
  provider: string | null;
  line: string | null;
  state: string;
  reason: string | null;
  errorCode: number | null;
  /** An amount in the hub's currency. */
  cost: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface Verification {
  id: string;
  /** Its name at the Twilio-compatible API. */
  sid: string;
  service: string | null;
  /** Masked; null: erased. */
  to: string | null;
  region: string | null;
  purpose: string;
  status: string;
  test: boolean;
  checks: number;
  mostChecks: number;
  attempts: Attempt[];
  createdAt: string;
  expiresAt: string;
  endedAt: string | null;
}

export interface TrailEntry {
  at: string;
  event: string;
  detail: string | null;
}

export interface TrailedVerification extends Verification {
  trail: TrailEntry[];
}

const pageSize = 20;
const at = (accountSid: string) => `/apps/${encodeURIComponent(accountSid)}`;

/** Also those that are revoked, last. */
export const listApps = async () => (await get<{ apps: App[] }>('/apps?revoked=true')).apps;
export const makeApp = (wish: AppWish) => post<NewApp>('/apps', wish);
export const revokeApp = (accountSid: string) => remove(at(accountSid));

export const listAppKeys = async (accountSid: string) => (await get<{ keys: AppKey[] }>(`${at(accountSid)}/keys`)).keys;
export const makeAppKey = (accountSid: string) => post<NewAppKey>(`${at(accountSid)}/keys`);
export const revokeAppKey = (accountSid: string, keySid: string) =>
  remove(`${at(accountSid)}/keys/${encodeURIComponent(keySid)}`);

export const readAppSettings = (accountSid: string) => get<AppSettings>(`${at(accountSid)}/verification`);
export const saveAppSettings = (accountSid: string, settings: AppSettings) =>
  put<AppSettings>(`${at(accountSid)}/verification`, settings);

/** Newest first. `before`: `next` of the page before. */
export const listVerifications = (accountSid: string, before: string | null) =>
  get<{ verifications: Verification[]; next: string | null }>(
    `${at(accountSid)}/verifications${query({ limit: pageSize, before })}`,
  );
export const readVerification = (accountSid: string, id: string) =>
  get<TrailedVerification>(`${at(accountSid)}/verifications/${encodeURIComponent(id)}`);

/** Where an app is told of changes, and how its calls go. */
export interface Webhook {
  /** null: it is told nothing. */
  url: string | null;
  /** Two for a day after one was exchanged. */
  secrets: number;
  /** Calls that were not taken so far. */
  waiting: number;
  failedAt: string | null;
  failure: string | null;
}

/** `secret` is told this once; null: it is the one that was there. */
export interface SavedWebhook extends Webhook {
  secret: string | null;
}

export const readWebhook = (accountSid: string) => get<Webhook>(`${at(accountSid)}/webhook`);
export const saveWebhook = (accountSid: string, url: string) => put<SavedWebhook>(`${at(accountSid)}/webhook`, { url });
export const exchangeSecret = (accountSid: string) => post<SavedWebhook>(`${at(accountSid)}/webhook/secret`);
export const removeWebhook = (accountSid: string) => remove(`${at(accountSid)}/webhook`);
