import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { get, post } from './request.ts';

/** How one can sign in at the address that the browser has opened. */
export interface Ways {
  https: boolean;
  passkeys: boolean;
  why: string | null;
}

export interface PasswordTry {
  person: string;
  password: string;
  code?: string;
  recoveryCode?: string;
  trustBrowser?: boolean;
}

/** Whom a set-up link is for; `person` null: the first owner, who may be one of `people`. */
export interface SetupOffer {
  person: Brief | null;
  people: Brief[];
  endsAt: string;
}

export interface Brief {
  id: string;
  name: string;
}

interface SignedIn {
  person: string;
}

export const readWays = () => get<Ways>('/sign-in');

/** @throws Refusal `sign-in-failed`, `second-factor-needed`, `rate-limited`, `https-needed` */
export const signInByPassword = (given: PasswordTry) => post<SignedIn>('/sign-in/password', given);

export const beginPasskeySignIn = () => post<PublicKeyCredentialRequestOptionsJSON>('/sign-in/passkey/options');

/** @throws Refusal `sign-in-failed`, `rate-limited` */
export const signInByPasskey = (response: AuthenticationResponseJSON) => post<SignedIn>('/sign-in/passkey', response);

/** The link stays good. Throws Refusal `setup-link-invalid`. */
export const lookAtSetupLink = (token: string) => post<SetupOffer>('/setup/look', { token });

/** Once; after it the session may only set up how its person signs in. Throws Refusal `setup-link-invalid`. */
export const takeSetupLink = (token: string, who: { person?: string; name?: string }) =>
  post<SignedIn>('/setup', { token, ...who });
