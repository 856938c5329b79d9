import type { Generated } from 'kysely';
import type { LimitRow } from '../domain/send-limits.ts';

/** The tables of verification; forms as in `Tables`. */
export interface VerificationTables {
  verify_services: {
    id: string;
    app_id: string;
    name: string;
    /** 1: the app's own, which the native API uses where none is named. */
    is_default: number;
    /** JSON: see `ServiceSettings`. */
    settings: string;
    created_at: number;
    updated_at: number;
  };
  /** What an app may do in verification. */
  verify_apps: {
    app_id: string;
    /** JSON: see `VerifyAppSettings`. */
    settings: string;
    /** What of them is secret (JSON, sealed); null: nothing. */
    sealed: string | null;
    /** 1: somebody of it has, or had, an authenticator app. */
    has_totp: Generated<number>;
  };
  verifications: VerificationRow;
  verify_sends: SendRow;
  verify_limits: LimitRow;
  /** Prices of sends; an empty `payer` or `place` is any. */
  verify_prices: { kind: string; payer: string; place: string; micros: number };
  /** What sends of a month (as 2027-01) cost. `payer`: the line, or the provider. */
  verify_costs: CostRow;
  /** How many codes were sent and entered within five minutes, or checked and right. */
  verify_conversion: { key: string; bucket: number; tried: number; good: number };
  /** Why something was blocked last, or who is told of what. */
  verify_alarms: { key: string; app_id: string; since: number; until: number; tried: number; good: number };
  /** Tries whose provider has still to report: by which channel, and when the next one is to send. */
  verify_awaited: { send_id: string; channel: string; due_at: number };
  /** Verifications that go on to another step by themselves; a row only where there is one to go to. */
  verify_workflows: {
    verification_id: string;
    /** Which of the steps was taken last, from 0. */
    step: number;
    /** When it is looked at whether to go on; null: there is nothing to go on to any more. */
    due_at: number | null;
  };
  /** Where apps are told of changes. */
  verify_hooks: {
    app_id: string;
    /** Address and secrets (JSON, sealed). */
    sealed: string;
    /** The event up to which calls were made ready. */
    position: string;
    created_at: number;
    /** The last call that was not taken, and why; null: the last one was. */
    failed_at: number | null;
    failure: string | null;
  };
  /** Calls that were not taken so far. */
  verify_hook_calls: {
    id: string;
    app_id: string;
    body: string;
    tries: number;
    due_at: number;
    created_at: number;
  };
  /** Idempotency keys of apps. */
  verify_keys: { app_id: string; key: string; body_hash: string; verification_id: string; created_at: number };
  /** Who asked for and did what; never an address, code or text. */
  verify_audit: {
    seq?: number;
    at: number;
    app_id: string;
    verification_id: string | null;
    event: string;
    detail: string | null;
    /** Of the verification since then; null: followers are not told. */
    status: string | null;
    /** Its transaction; PostgreSQL only, which fills it in. */
    xid?: number;
    /** Keyed hash of the destination, or of the person where it is about a factor: entries about one are found by it. */
    dest_hash: string | null;
  };
}

export interface CostRow {
  month: string;
  app_id: string;
  payer: string;
  /** 1: one of our own lines. */
  is_line: number;
  kind: string;
  sends: number;
  /** How many of them have no known price. */
  unpriced: number;
  micros: number;
}

export interface VerificationRow {
  id: string;
  app_id: string;
  service_id: string;
  purpose: string;
  /** What only one verification may be pending for: service, purpose, destination and subject. null once it is over. */
  open_key: string | null;
  /** Keyed hash of the address, and of what limits count it by. */
  dest_hash: string;
  limit_key: string;
  region: string | null;
  channel: string;
  status: string;
  /** Address, subject, and what else tells of a person (JSON, sealed); null once purged. */
  sealed: string | null;
  /** The key that the code is derived by, and the salt. */
  key_id: string;
  salt: string;
  /** MAC of a code that the app chose; null: the code is derived. */
  code_mac: string | null;
  code_length: number;
  binding_hash: string | null;
  payload_hash: string | null;
  locale: string;
  /** 1: a test number. */
  test: number;
  attempts: number;
  max_attempts: number;
  sends: number;
  max_sends: number;
  last_send_at: number;
  next_send_at: number;
  created_at: number;
  updated_at: number;
  expires_at: number;
  ended_at: number | null;
  /** When the sweeper looks at it: to expire it, later to erase what tells of a person. null: never again. */
  due_at: number | null;
}

export interface SendRow {
  id: string;
  verification_id: string;
  app_id: string;
  service_id: string;
  number: number;
  /** Kind of channel: `sms`, `call`, `email`. */
  kind: string;
  region: string | null;
  /** The channel that took it, and the provider as its reports name it. */
  channel: string | null;
  provider: string | null;
  /** The own line that sent it; null: none did. */
  line: string | null;
  receipt: string | null;
  state: string;
  reason: string | null;
  error_code: number | null;
  /** Millionths of the unit of the currency; before it is settled: what is kept back for it from the day's ceiling. */
  cost_micros: number | null;
  node_id: string;
  created_at: number;
  updated_at: number;
}
