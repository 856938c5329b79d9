/** What a text is about. The first four carry a `code` that a person must type in. */
export type CodeKind =
  | 'one-time-code'
  | 'temporary-password'
  | 'pick-up-code'
  | 'transaction-code'
  | 'reset-link'
  | 'sign-in-alert'
  | 'account-change'
  | 'sim-change';

/** What `extract()` found in a text. */
export interface Extraction {
  /** The value to type, without separators and with ASCII digits; null where there is none. */
  code: string | null;
  kind: CodeKind | null;
  service: string | null;
  /** Host of an origin-bound one-time code (WICG "Origin-bound one-time codes delivered via SMS", §3). */
  domain: string | null;
  /** Embedded host (`@top-level #code @embedded`). */
  embeddedDomain: string | null;
  /** Lifetime that the text states, in seconds. */
  expiresInSeconds: number | null;
  /** 0 … 1. */
  confidence: number;
}

export const nothingFound: Extraction = {
  code: null,
  kind: null,
  service: null,
  domain: null,
  embeddedDomain: null,
  expiresInSeconds: null,
  confidence: 0,
};
