import type { Role } from './person.ts';

/** On whose behalf messages, codes and deliveries are read. Every such read takes one. Without a role: a member. */
export type Viewer = { kind: 'administrator' } | { kind: 'person'; personId: string; role?: Role };

/** The person who runs the hub: the command line, an administrator's token. */
export const administrator: Viewer = { kind: 'administrator' };

/** Sees how all lines, sources and destinations are, and that something came to them; not what. */
export function seesWhole(viewer: Viewer): boolean {
  return viewer.kind === 'administrator' || viewer.role === 'owner';
}

/** May this viewer see how a line, source or destination of that person is? */
export function mayLookAt(viewer: Viewer, ownerId: string | undefined): boolean {
  return viewer.kind === 'administrator' || viewer.role === 'owner' || viewer.personId === ownerId;
}

/**
 * How much of a message a viewer sees: all of it; as their destination shows it (`code`: no text, `notice`: neither text
 * nor code); or `hidden`: only that something came.
 */
export type View = 'full' | 'code' | 'notice' | 'hidden';
