import type { Account } from './account.ts';

type Person = Pick<Account, 'id' | 'name' | 'role'>;

const storageKey = 'keypigeon.person';
const roles: readonly string[] = ['owner', 'member', 'guest'];

/** Who was signed in last, and did not sign out: what the shell shows while the hub does not answer. */
export function rememberedPerson(): Person | null {
  return parsePerson(localStorage.getItem(storageKey));
}

export function rememberPerson({ id, name, role }: Person): void {
  const text = JSON.stringify({ id, name, role });
  if (localStorage.getItem(storageKey) !== text) localStorage.setItem(storageKey, text);
}

export function forgetPerson(): void {
  localStorage.removeItem(storageKey);
}

/** null: nothing that this version wrote. */
export function parsePerson(text: string | null): Person | null {
  try {
    const { id, name, role } = JSON.parse(text ?? '') as Record<string, unknown>;
    if (typeof id !== 'string' || typeof name !== 'string' || !roles.includes(String(role))) return null;
    return { id, name, role: role as Person['role'] };
  } catch {
    return null;
  }
}
