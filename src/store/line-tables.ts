/** The tables of live calls and line tests; forms as in `Tables`. */
export interface LineTables {
  /** Live calls that ask their owner for a key. */
  calls: {
    id: string;
    source_id: string;
    /** The provider's own id. */
    call: string;
    line_id: string;
    owner_id: string;
    message_id: string;
    /** What it asked for (JSON list). */
    keys: string;
    state: string;
    asked_at: number;
    ends_at: number;
    settled_at: number | null;
  };
  /** Line tests: when each is due, since when its texts are lost, and what was told of that. */
  canaries: { id: string; next_at: number; lost_since: number | null; told_since: number | null };
  /** Each text of a line test, by the name that stands in it. */
  canary_runs: {
    id: string;
    canary_id: string;
    line_id: string;
    /** The line or provider that sends it. */
    via: string;
    state: string;
    started_at: number;
    left_at: number | null;
    due_at: number;
    arrived_at: number | null;
    source_id: string | null;
    reason: string | null;
  };
}
