import { signal } from '@preact/signals';
import { forgetPerson, rememberedPerson, rememberPerson } from './last-person.ts';
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
  /** The hub has not answered yet: only id, name and role are known, from the last time. */
  remembered?: true;
}

/** null: nobody. */
export const account = signal<Account | null>(null);

/** A hub that does not answer must not hold up a page that can be shown without it, ms. */
const patienceMs = 2_500;

export async function loadAccount(): Promise<void> {
  try {
    take(await get<Account>('/account'));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Offline the shell is shown as it was; the hub decides again when it is back.
    if (error.code === 'unauthorized') take(null);
    else account.value ??= fromMemory();
  }
}

/**
 * The same before anything is shown: waits a moment only where it is known who was here last. Where that is nobody, a
 * page for strangers does not ask: the browser would complain of the answer.
 */
export async function findAccount(isForStrangers: boolean): Promise<void> {
  const remembered = fromMemory();
  if (isForStrangers && remembered === null) return;
  const loading = loadAccount();
  if (remembered === null) return loading;
  await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  account.value ??= fromMemory();
}

export async function signOut(): Promise<void> {
  await (await import('../notifications/push.ts')).endPush().catch(() => {});
  await post('/sign-out');
  take(null);
}

function take(found: Account | null): void {
  account.value = found;
  if (found === null) forgetPerson();
  else if (!found.setup) rememberPerson(found);
}

function fromMemory(): Account | null {
  const person = rememberedPerson();
  if (person === null) return null;
  const unknown = { endsAt: null, setup: false, password: false, passwordAlone: false, authenticatorApp: false };
  return { ...person, ...unknown, recoveryCodes: 0, passkeys: [], remembered: true };
}

whenSignedOut(() => take(null));
