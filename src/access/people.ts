import { KeypigeonError } from '../domain/errors.ts';
import type { Role } from '../domain/person.ts';
import { type Actor, recordAudit } from '../store/audit.ts';
import { findPerson, insertPerson } from '../store/people.ts';
import type { AccessParts } from './parts.ts';
import { personIdFor } from './person-id.ts';
import { makeSetupLink, type SetupLink } from './setup.ts';

export interface PersonWish {
  id?: string | undefined;
  name: string;
  role?: Role | undefined;
  endsAt?: number | null | undefined;
}

/** Somebody new, with a link by which they set up how they sign in. Throws KeypigeonError `conflict` or `invalid-request`. */
export async function addPerson(
  parts: AccessParts,
  wish: PersonWish,
  actor: Actor,
): Promise<{ id: string; link: SetupLink }> {
  const { database, clock } = parts;
  const role = wish.role ?? 'member';
  checkEnd(role, wish.endsAt ?? null, clock.now());
  const id = wish.id ?? (await personIdFor(database, wish.name));
  await database.write(insertPerson, { id, name: wish.name, role, endsAt: wish.endsAt ?? null });
  await database.write(recordAudit, { actor, action: 'person.added', subject: id, now: clock.now() });
  return { id, link: await makeSetupLink(parts, { personId: id, erase: false, actor }) };
}

/** All that they signed in by ends, and a new link is made. Throws KeypigeonError `not-found`. */
export async function resetPerson(parts: AccessParts, id: string, actor: Actor): Promise<SetupLink> {
  const { database, clock } = parts;
  if ((await findPerson(database, id)) === undefined)
    throw new KeypigeonError('not-found', 'There is no person with this id.');
  await database.write(recordAudit, { actor, action: 'person.reset', subject: id, now: clock.now() });
  return await makeSetupLink(parts, { personId: id, erase: true, actor });
}

/** A guest has an end. */
export function checkEnd(role: Role, endsAt: number | null, now: number): void {
  if (role === 'guest' && endsAt === null)
    throw new KeypigeonError('invalid-request', 'endsAt: expected a date for a guest, who has an end.');
  if (endsAt !== null && endsAt <= now) throw new KeypigeonError('invalid-request', 'endsAt: expected a date to come.');
}
