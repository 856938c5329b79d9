/** What else than an address proves who somebody is: what people of an app enrol. */
export const factorKinds = ['totp', 'recovery-codes'] as const;
export type FactorKind = (typeof factorKinds)[number];

/** So many wrong codes in a row cost nothing; after that each one has to wait longer. */
export const freeTries = 5;
/** NIST SP 800-63B-4 §3.2.2: no more than 100 consecutive failures. Another factor opens it again, or the app. */
export const mostTriesInRow = 100;
/** NIST SP 800-63B-4 §3.2.2: from 30 s up to an hour. */
const firstWaitMs = 30_000;
export const longestWaitMs = 3_600_000;

/** How long the next try waits after so many wrong ones in a row, ms. */
export function waitAfter(failures: number): number {
  return failures < freeTries ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(10, failures - freeTries));
}

/**
 * Time steps that the clock of an authenticator app may be off for good. With the step around it a code is taken for at
 * most two minutes (NIST SP 800-63B-4 §3.1.4.2).
 */
export const mostDriftSteps = 3;

/** An authenticator app that no good code came of is forgotten after so long. */
export const enrolmentMs = 30 * 60_000;
/** A phone, a tablet, a computer, and one to spare. */
export const mostAuthenticatorApps = 5;
/** From so few on people are told to make new ones. */
export const fewRecoveryCodes = 3;

export const usualTrustDays = 30;
export const longestTrustDays = 365;
/** Browsers of one person. */
export const mostTrustedBrowsers = 50;
