import { squeeze } from './known-services.ts';
import { knownByDomain, knownBySpelling } from './service-known.ts';

/** A service's own name for a name, another spelling or a domain of it; what the table does not know stays as it is. */
export function canonicalService(name: string): string {
  const given = name.normalize('NFKC').trim().replace(/\s+/g, ' ');
  return knownBySpelling(given)?.name ?? knownByDomain(given.toLowerCase()) ?? given;
}

/** The same for all names of one service, whatever their case, spaces and hyphens. */
export function serviceKey(name: string): string {
  const canonical = canonicalService(name);
  return squeeze(canonical) || canonical.toLowerCase();
}
