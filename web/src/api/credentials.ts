import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/browser';
import { post, put, remove } from './request.ts';

interface RecoveryCodes {
  /** Shown once. */
  recoveryCodes: string[];
}

/** Each of these may be refused by `sign-in-again` once the sign-in is older than 15 minutes. */
export const setPassword = (password: string, alone?: boolean) =>
  put<undefined>('/account/password', alone === undefined ? { password } : { password, alone });

/** What the authenticator app is given; it counts after `confirmApp`. */
export const beginApp = () => post<{ secret: string; uri: string }>('/account/totp');

/** @throws Refusal `invalid-request`: not the code of now */
export const confirmApp = (code: string) => post<RecoveryCodes>('/account/totp/confirm', { code });

export const removeApp = () => remove('/account/totp');

/** The ones before end. */
export const renewRecoveryCodes = () => post<RecoveryCodes>('/account/recovery-codes');

export const beginPasskey = () => post<PublicKeyCredentialCreationOptionsJSON>('/account/passkeys/options');

export const storePasskey = (name: string, response: RegistrationResponseJSON) =>
  post<{ id: string }>('/account/passkeys', { name, response });

export const removePasskey = (id: string) => remove(`/account/passkeys/${encodeURIComponent(id)}`);

/** Ends setting up. Throws Refusal `conflict` while one could not sign in by what there is. */
export const completeSetup = () => post<undefined>('/account/complete');
