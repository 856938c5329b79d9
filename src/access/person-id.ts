import type { Database } from '../store/database.ts';
import { listPeople } from '../store/people.ts';

/** A short name made of the name, which nobody has. */
export async function personIdFor(database: Database, name: string): Promise<string> {
  const base = shortNameOf(name);
  const taken = new Set((await listPeople(database)).map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** Small Latin letters, digits and `-`, 40 at most: `Günther Example` is `gunther-example`. */
export function shortNameOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return /^[a-z]/.test(plain) ? plain : 'person';
}
