import { networkInterfaces } from 'node:os';
import { type ReferenceTargets, resolveReferences } from '../config/references.ts';
import { type FindOptions, findDevices } from '../discovery/find.ts';
import type { Found, OwnSource } from '../discovery/found.ts';
import { thisUser } from '../discovery/ports.ts';
import type { StoredConfiguration } from '../store/configuration.ts';
import type { Clock } from '../support/clock.ts';

/** The machine that is looked at; tests have one of their own. */
export type MachineView = Partial<Pick<FindOptions, 'root' | 'addresses' | 'openPort'>>;

export interface FinderParts {
  configuration(): StoredConfiguration;
  targets: ReferenceTargets;
  clock: Clock;
  machine: MachineView;
}

/** Looks for what could be a new source, see `findDevices`. Who asks while it looks gets the same answer. */
export function createFinder({ configuration, targets, clock, machine }: FinderParts): () => Promise<Found[]> {
  let looking: Promise<Found[]> | null = null;
  const look = () =>
    findDevices({
      root: '/',
      ...machine,
      user: thisUser(),
      sources: configuration().sources.flatMap((source) => ownSource(source, targets)),
      interfaces: networkInterfaces(),
      clock,
    });
  return () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
}

const places = { hilink: 'url', serial: 'path' } as const;

function ownSource(
  { id, kind, enabled, settings }: StoredConfiguration['sources'][number],
  targets: ReferenceTargets,
): OwnSource[] {
  if (!enabled || (kind !== 'hilink' && kind !== 'serial')) return [];
  const place = settings[places[kind]];
  return [{ id, kind, place: typeof place === 'string' ? resolved(place, targets) : null }];
}

function resolved(place: string, targets: ReferenceTargets): string | null {
  try {
    return resolveReferences(place, targets);
  } catch {
    return null;
  }
}
