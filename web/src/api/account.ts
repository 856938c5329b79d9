import { signal } from '@preact/signals';
import { get, post, Refusal, whenSignedOut } from './request.ts';

/** Who is signed in, and how they sign in. */
export interface Account {
  id: string;
  name: string;
  role: 'owner' | 'member' | 'guest';
  endsAt: string | null;
  /** The session may only set up how its person signs in. */
  setup: boolean;
  password: boolean;
  passwordAlone: boolean;
  authenticatorApp: boolean;
  recoveryCodes: number;
  passkeys: { id: string; name: string; host: string; createdAt: string; lastUsedAt: string | null }[];
}

/** null: nobody. */
export const account = signal<Account | null>(null);

export async function loadAccount(): Promise<void> {
  try {
    account.value = await get<Account>('/account');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Offline the shell is shown as it was; the hub decides again when it is back.
    if (error.code !== 'unreachable') account.value = null;
  }
}

export async function signOut(): Promise<void> {
  await post('/sign-out');
  account.value = null;
}

whenSignedOut(() => {
  account.value = null;
});
