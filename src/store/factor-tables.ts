/** The tables of what people of apps enrol; forms as in `Tables`. */
export interface FactorTables {
  verify_factors: FactorRow;
  verify_recovery_codes: {
    factor_id: string;
    hash: string;
    used_at: number | null;
  };
  /** Phones and mailboxes of whoever has an authenticator app, as limits know them. */
  verify_factor_addresses: { app_id: string; folded_hash: string; factor_id: string };
  /** Wrong codes in a row, by person and kind of factor: one kind closed leaves the other open. */
  verify_tries: { app_id: string; subject_hash: string; kind: string; failures: number; free_at: number };
  verify_browsers: BrowserRow;
}

export interface FactorRow {
  id: string;
  app_id: string;
  /** Keyed hash of whom the app calls it by. */
  subject_hash: string;
  kind: string;
  /** `pending` until a first good code has come, then `active`. */
  state: string;
  /** JSON, sealed: the secret and its names, or the salt of recovery codes. */
  sealed: string;
  /** The time step whose code was taken last: none but later ones are taken. */
  last_step: number | null;
  /** Steps that its clock was ahead then. */
  drift: number;
  created_at: number;
  used_at: number | null;
  /** When a pending one is forgotten; null: it is in use. */
  ends_at: number | null;
}

export interface BrowserRow {
  id: string;
  app_id: string;
  subject_hash: string;
  /** What the app calls it; sealed. */
  sealed: string;
  /** The key that its tokens are made by, and how often it was rotated: earlier tokens are old. */
  key_id: string;
  uses: number;
  created_at: number;
  seen_at: number;
  ends_at: number;
}
