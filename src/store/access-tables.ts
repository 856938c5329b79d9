import type { Generated } from 'kysely';

/** The tables of signing in, and of who did what; forms as in `Tables`. */
export interface AccessTables {
  recovery_codes: { hash: string; person_id: string; used_at: number | null };
  passkeys: {
    /** The credential's id, base64url. */
    id: string;
    person_id: string;
    name: string;
    rp_id: string;
    public_key: string;
    counter: number;
    transports: string;
    created_at: number;
    last_used_at: number | null;
  };
  used_challenges: { hash: string; ends_at: number };
  sessions: {
    hash: string;
    /** Names it in lists; opens nothing. */
    id: string;
    person_id: string;
    /** `setup`: may only set up credentials. */
    stage: string;
    /** 1: made over HTTPS, so that its cookie counts only under the name that needs HTTPS. */
    secure: number;
    how: string;
    browser: string;
    address: string;
    created_at: number;
    seen_at: number;
    ends_at: number;
  };
  trusted_browsers: {
    id: string;
    hash: string;
    /** What was rotated away: whoever shows it has a copy. */
    old_hash: string | null;
    person_id: string;
    browser: string;
    created_at: number;
    seen_at: number;
    ends_at: number;
  };
  setup_links: {
    hash: string;
    /** null: makes the first owner. */
    person_id: string | null;
    created_at: number;
    ends_at: number;
  };
  sign_in_delays: { key: string; failures: number; free_at: number; last_at: number };
  audit: {
    seq: Generated<number>;
    at: number;
    /** `person`, `token`, `local` or `nobody`. */
    actor: string;
    person_id: string | null;
    action: string;
    subject: string | null;
    address: string | null;
  };
  /** Who was shown a code, and who took it. */
  code_views: { message_id: string; person_id: string; seen_at: number; copied_at: number | null };
}
