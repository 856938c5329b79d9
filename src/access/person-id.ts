import type { Database } from '../store/database.ts';
import { takenPersonIds } from '../store/people.ts';

/** A short name made of the name, which nobody has or had. */
export async function personIdFor(database: Database, name: string): Promise<string> {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const base = /^[a-z]/.test(plain) ? plain : 'person';
  const taken = await takenPersonIds(database);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
