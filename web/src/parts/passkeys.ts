import { beginPasskey, storePasskey } from '../api/credentials.ts';
import { beginPasskeySignIn, signInByPasskey } from '../api/sign-in.ts';
import { nameBrowser } from './browser-name.ts';

/** Loaded by the first who uses a passkey. */
const ceremonies = () => import('@simplewebauthn/browser');

/** Does this browser have passkeys at all? (Only in secure contexts: WebAuthn Level 3 §5.) */
export function hasPasskeys(): boolean {
  return typeof globalThis.PublicKeyCredential === 'function';
}

/** Signs in by a passkey that is chosen in the browser's own window. Answers who. */
export async function signInByWindow(): Promise<string> {
  const { startAuthentication } = await ceremonies();
  const response = await startAuthentication({ optionsJSON: await beginPasskeySignIn() });
  return (await signInByPasskey(response)).person;
}

/** Signs in by a passkey that is chosen among the suggestions of the field for the name; null: the browser has none. */
export async function signInBySuggestion(): Promise<string | null> {
  const { startAuthentication, browserSupportsWebAuthnAutofill } = await ceremonies();
  if (!(await browserSupportsWebAuthnAutofill())) return null;
  const response = await startAuthentication({ optionsJSON: await beginPasskeySignIn(), useBrowserAutofill: true });
  return (await signInByPasskey(response)).person;
}

/** Ends a question of the browser that is still open. */
export async function stopAsking(): Promise<void> {
  (await ceremonies()).WebAuthnAbortService.cancelCeremony();
}

/** Makes a passkey for who is signed in, named after the browser. */
export async function makePasskey(name = nameBrowser(navigator.userAgent)): Promise<void> {
  const { startRegistration } = await ceremonies();
  const response = await startRegistration({ optionsJSON: await beginPasskey() });
  await storePasskey(name, response);
}

/** Why no passkey came: `canceled` or too slow, `known` already, `stopped` by another question; null: something else. */
export function passkeyTrouble(error: unknown): 'canceled' | 'known' | 'stopped' | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERROR_CEREMONY_ABORTED' || error.name === 'AbortError') return 'stopped';
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED' || error.name === 'InvalidStateError') return 'known';
  return error.name === 'NotAllowedError' ? 'canceled' : null;
}
