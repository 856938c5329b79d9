import { KeypigeonError } from '../domain/errors.ts';
import { type Actor, recordAudit } from '../store/audit.ts';
import { findPerson, listPeople } from '../store/people.ts';
import {
  findSetupLink,
  insertFirstSetupLink,
  insertSession,
  insertSetupLink,
  type SessionRow,
  takeSetupLink,
} from '../store/sessions.ts';
import { type AccessParts, actorOf, type Browser } from './parts.ts';
import { personIdFor } from './person-id.ts';
import { hashSecret, makeSecret, makeSession, type NewSession } from './sessions.ts';

/** A link is for now. */
export const setupLinkMs = 15 * 60_000;

export interface SetupLink {
  token: string;
  endsAt: number;
}

/** The path that a browser opens; what is behind # never reaches a server, a log or a referrer. */
export function setupPath({ token }: SetupLink): string {
  return `/setup#${token}`;
}

/**
 * A link by which a person sets up how they sign in; `personId` null: the first owner. `erase`: what they signed in by
 * before ends now.
 */
export async function makeSetupLink(
  parts: AccessParts,
  { personId, erase, actor }: { personId: string | null; erase: boolean; actor: Actor },
): Promise<SetupLink> {
  const token = makeSecret(parts);
  const now = parts.clock.now();
  const endsAt = now + setupLinkMs;
  const link = { hash: hashSecret(token), person_id: personId, created_at: now, ends_at: endsAt };
  await parts.database.write(insertSetupLink, { link, erase });
  await parts.database.write(recordAudit, { actor, action: 'setup-link.made', subject: personId, now });
  return { token, endsAt };
}

/**
 * A link for the first owner, while no owner can sign in; null: one can. On PostgreSQL, where nodes share a store, only
 * one of them gets a link: `elsewhere` for the others. On SQLite it takes the place of the last start's.
 */
export async function makeFirstSetupLink(parts: AccessParts): Promise<SetupLink | 'elsewhere' | null> {
  const token = makeSecret(parts);
  const now = parts.clock.now();
  const endsAt = now + setupLinkMs;
  const link = { hash: hashSecret(token), person_id: null, created_at: now, ends_at: endsAt };
  const yields = parts.database.dialect === 'postgres';
  const outcome = await parts.database.write(insertFirstSetupLink, { link, yields });
  if (outcome === 'owned') return null;
  if (outcome === 'elsewhere') return 'elsewhere';
  const actor: Actor = { kind: 'local', personId: null, address: null };
  await parts.database.write(recordAudit, { actor, action: 'setup-link.made', subject: null, now });
  return { token, endsAt };
}

/** Was the link neither taken nor replaced by another? */
export async function isSetupLinkUnused({ database }: AccessParts, { token }: SetupLink): Promise<boolean> {
  return (await findSetupLink(database, hashSecret(token))) !== undefined;
}

export interface SetupOffer {
  /** null: the first owner, who says who they are. */
  person: { id: string; name: string } | null;
  /** Whom the configuration names already; only for the first owner. */
  people: { id: string; name: string }[];
  endsAt: number;
}

/** Whom a link is for; it stays good. Throws KeypigeonError `setup-link-invalid`. */
export async function lookAtSetupLink({ database, clock }: AccessParts, token: string): Promise<SetupOffer> {
  const link = await findSetupLink(database, hashSecret(token));
  if (link === undefined || link.ends_at <= clock.now()) throw invalidLink();
  const brief = ({ id, name }: { id: string; name: string }) => ({ id, name });
  if (link.person_id === null) {
    return { person: null, people: (await listPeople(database)).map(brief), endsAt: link.ends_at };
  }
  const person = await findPerson(database, link.person_id);
  if (person === undefined) throw invalidLink();
  return { person: brief(person), people: [], endsAt: link.ends_at };
}

/** Takes the link, once: a session that may only set up how its person signs in. Throws KeypigeonError `setup-link-invalid`. */
export async function takeLink(
  parts: AccessParts,
  wish: { token: string; person?: string | undefined; name?: string | undefined; browser: Browser },
): Promise<NewSession> {
  const { database, clock } = parts;
  const offer = await lookAtSetupLink(parts, wish.token);
  const existing = offer.person ?? offer.people.find(({ id }) => id === wish.person);
  const isKnown = existing !== undefined;
  if (!isKnown && (wish.name === undefined || wish.person !== undefined))
    throw new KeypigeonError(
      'invalid-request',
      'Expected `person`, the id of somebody who is there, or `name` for somebody new.',
    );
  const name = wish.name ?? '';
  const newOwner = isKnown ? null : { id: await personIdFor(database, name), name };
  const personId = existing?.id ?? newOwner?.id ?? '';
  const made = makeSession(parts, { personId, browser: wish.browser, how: 'setup link', stage: 'setup' });
  const now = clock.now();
  const taken = await database.write(takeSetupLink, { hash: hashSecret(wish.token), now, session: made.row, newOwner });
  if (!taken) throw invalidLink();
  await database.write(recordAudit, {
    actor: actorOf(wish.browser, personId),
    action: 'setup-link.taken',
    subject: personId,
    now,
  });
  return made;
}

/**
 * Ends setting up: a session of full power, under a new id. Throws KeypigeonError `conflict` while the person could not
 * sign in by what there is; a password is an owner's only factor only where they insist (`passwordAlone`).
 */
export async function completeSetup(parts: AccessParts, session: SessionRow, browser: Browser): Promise<NewSession> {
  const { database, clock } = parts;
  const person = await findPerson(database, session.person_id);
  const hasSecond = person?.totp !== null || person.passwordAlone || person.role !== 'owner';
  const suffices = person !== undefined && (person.passkeys > 0 || (person.password !== null && hasSecond));
  if (!suffices)
    throw new KeypigeonError(
      'conflict',
      'Expected a passkey, or a password; an owner also needs an authenticator app, or to insist on the password alone.',
    );
  const made = makeSession(parts, { personId: person.id, browser, how: 'setup link', stage: 'full' });
  await database.write(insertSession, { session: made.row, replaces: session.hash });
  await database.write(recordAudit, {
    actor: actorOf(browser, person.id),
    action: 'setup.completed',
    subject: person.id,
    now: clock.now(),
  });
  return made;
}

function invalidLink(): KeypigeonError {
  return new KeypigeonError(
    'setup-link-invalid',
    'This set-up link is not known, was used, or is over 15 minutes old; ask for another one (keypigeon person reset).',
  );
}
