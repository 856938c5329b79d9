import type { Generated } from 'kysely';

/** The tables as both databases hold them: ids text, times integer milliseconds, booleans 0/1, JSON text. */
export interface Tables {
  settings: { name: string; value: string };
  people: { id: string; name: string; provisioned: number; retired_at: number | null };
  lines: {
    id: string;
    number: string | null;
    owner_id: string;
    unmatched: string | null;
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
    revision: number;
    content_key: string | null;
  };
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
  };
  attempts: {
    delivery_id: string;
    number: number;
    started_at: number;
    duration_ms: number;
    outcome: string;
    detail: string | null;
  };
  daily_counts: { name: string; day: string; count: number };
  events: {
    seq: Generated<number>;
    xid: Generated<number>;
    kind: string;
    owner_id: string;
    data: string;
    created_at: number;
  };
  nodes: { id: string; started_at: number; heartbeat_at: number };
  tokens: {
    id: string;
    name: string;
    hash: string;
    scopes: string;
    created_at: number;
    last_used_at: number | null;
    revoked_at: number | null;
  };
}
