import type { Generated } from 'kysely';
import type { AccessTables } from './access-tables.ts';
import type { FactorTables } from './factor-tables.ts';
import type { LineTables } from './line-tables.ts';
import type { VerificationTables } from './verification-tables.ts';

/** The tables as both databases hold them: ids text, times integer milliseconds, booleans 0/1, JSON text. */
export interface Tables extends AccessTables, VerificationTables, FactorTables, LineTables {
  settings: { name: string; value: string };
  people: {
    id: string;
    name: string;
    provisioned: number;
    retired_at: number | null;
    role: Generated<string>;
    ends_at: number | null;
    /** argon2id, in its own notation. */
    password: string | null;
    /** 1: the password may be the only factor. */
    password_alone: Generated<number>;
    /** Sealed secret; `totp_pending` until a first good code has come. */
    totp: string | null;
    totp_pending: string | null;
    /** The time step whose code was taken last: none but later ones are taken. */
    totp_step: number | null;
  };
  lines: {
    id: string;
    number: string | null;
    owner_id: string;
    unmatched: string | null;
    /** How it sends (JSON); null: as by default. */
    sending: string | null;
    provisioned: number;
    retired_at: number | null;
  };
  sources: {
    id: string;
    kind: string;
    line_id: string;
    enabled: number;
    config: string;
    memory: string | null;
    provisioned: number;
    retired_at: number | null;
  };
  destinations: {
    id: string;
    kind: string;
    owner_id: string;
    enabled: number;
    show: string;
    template: string | null;
    config: string;
    /** Turned off by the hub (410): why and when. */
    off_reason: string | null;
    off_at: number | null;
    provisioned: number;
    retired_at: number | null;
  };
  providers: {
    id: string;
    kind: string;
    position: number;
    /** null: everybody's. */
    owner_id: string | null;
    enabled: number;
    /** JSON; null: all. */
    regions: string | null;
    report_seconds: number;
    config: string;
    provisioned: number;
    retired_at: number | null;
  };
  /** What the owner of a destination has proven of its address, and the code under way. */
  proofs: {
    destination_id: string;
    tries_left: number;
    /** When the first of the tries was taken; null: none is. */
    tries_since: number | null;
    code_mac: string | null;
    salt: string | null;
    /** Sealed address (JSON) that the code was sent to; `held` once it is proven. */
    sent_to: string | null;
    ends_at: number | null;
    held: string | null;
    proven_at: number | null;
  };
  /** When codes were sent or guessed wrong, for limits: JSON list of times, ascending. */
  proof_times: { key: string; times: string; last_at: number };
  routes: {
    id: string;
    position: number;
    name: string;
    condition: string;
    targets: string;
    stop: number;
    revision: number;
    provisioned: number;
    retired_at: number | null;
  };
  messages: {
    id: string;
    owner_id: string;
    line_id: string;
    sender: string;
    text: string | null;
    code: string | null;
    kind: string | null;
    has_code: number;
    service: string | null;
    domain: string | null;
    embedded_domain: string | null;
    confidence: number;
    received_at: number;
    sent_at: number | null;
    sent_at_local: string | null;
    sent_at_is_network: number;
    expires_at: number | null;
    deliver_until: number;
    purge_at: number;
    purged_at: number | null;
    backlog: number;
    incomplete: number;
    /** What befell the line; null for a text that came. */
    event: string | null;
    revision: number;
    content_key: string | null;
    /** Who had waited for it; null: nobody, or an administrator. */
    waited_by: string | null;
  };
  /** Whom a message of somebody else's line was sent to, in which revision. */
  message_readers: { person_id: string; message_id: string; revision: number };
  sightings: {
    source_id: string;
    transport_key: string;
    message_id: string;
    seen_at: number;
    /** 0 until the provider's copy was erased; 1 also where it is not ours to erase (backlog). */
    erased: number;
  };
  content_claims: { content_key: string; claimed_at: number };
  traces: { message_id: string; revision: number; trace: string };
  deliveries: {
    id: string;
    message_id: string;
    message_revision: number;
    destination_id: string;
    owner_id: string;
    route: string | null;
    state: string;
    reason: string | null;
    /** 0 for codes, 1 for other texts. */
    priority: number;
    attempts: number;
    node_id: string;
    created_at: number;
    first_attempt_at: number | null;
    next_attempt_at: number | null;
    deliver_until: number;
    settled_at: number | null;
    receipt: string | null;
    /** Shows no more than this, whatever its destination does; null: as the destination. */
    show: string | null;
  };
  attempts: {
    delivery_id: string;
    number: number;
    started_at: number;
    duration_ms: number;
    outcome: string;
    detail: string | null;
  };
  /** Parts of texts that are not whole yet. */
  parts: { source_id: string; id: string; data: string; received_at: number };
  /** Texts that our lines were asked to send. */
  texts: {
    id: string;
    owner_id: string;
    /** The line that sends it: the one tried last. */
    line_id: string;
    /** All lines that may, in their order (JSON list). */
    lines: string;
    app_id: string | null;
    /** The source that sent it. */
    source_id: string | null;
    to_number: string;
    from_number: string | null;
    text: string | null;
    segments: number;
    state: string;
    reason: string | null;
    error_code: number | null;
    receipt: string | null;
    /** Sealed address that is told of each change; null: none. */
    callback: string | null;
    /** The state that was told there last; null: none so far. */
    told_state: string | null;
    /** The caller's key against sending twice. */
    idempotency_key: string | null;
    node_id: string;
    created_at: number;
    sent_at: number | null;
    updated_at: number;
    /** Not sent any more after this. */
    send_until: number;
    purge_at: number;
    purged_at: number | null;
  };
  /** Programs that use the Twilio-compatible API. */
  apps: {
    /** AC and 32 hexadecimal digits: the account's SID. */
    id: string;
    name: string;
    owner_id: string;
    token_hash: string;
    /** The token itself, sealed: callbacks are signed with it. */
    token: string;
    /** Lines it may send by (JSON list); null: all of its owner's. */
    lines: string | null;
    created_at: number;
    last_used_at: number | null;
    revoked_at: number | null;
  };
  /** Second names and passwords of apps: `SK` and 32 hexadecimal digits. */
  app_keys: { id: string; app_id: string; secret_hash: string; created_at: number; revoked_at: number | null };
  /** Who waits, or waited, for a code. */
  waits: {
    /** Who began first goes first. */
    seq: Generated<number>;
    id: string;
    /** null: the administrator. */
    person_id: string | null;
    service: string | null;
    service_key: string | null;
    line_id: string | null;
    state: string;
    started_at: number;
    ends_at: number;
    usual_delay_ms: number;
    message_id: string | null;
    came_at: number | null;
    came_line: string | null;
    /** Causes and advice (JSON); null: nothing was said so far. */
    said: string | null;
  };
  /** Codes of which somebody said "this wasn't me". */
  attacks: {
    message_id: string;
    owner_id: string;
    line_id: string;
    /** The account on that line: the service's name, folded; else the sender. */
    account: string;
    service: string | null;
    /** Who said so; null: the administrator. */
    person_id: string | null;
    received_at: number;
    marked_at: number;
    ends_at: number;
    taken_back_at: number | null;
  };
  daily_counts: { name: string; day: string; count: number };
  events: {
    seq: Generated<number>;
    xid: Generated<number>;
    kind: string;
    owner_id: string;
    data: string;
    created_at: number;
    /** 1: the same once more, for somebody whom a route sent the message to. */
    copy: Generated<number>;
  };
  nodes: { id: string; started_at: number; heartbeat_at: number };
  tokens: {
    id: string;
    name: string;
    hash: string;
    scopes: string;
    /** On whose behalf; null: the administrator's. */
    person_id: string | null;
    created_at: number;
    last_used_at: number | null;
    revoked_at: number | null;
  };
}
