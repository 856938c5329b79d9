import { servicesAToL } from './services-a-to-l.ts';
import { servicesMToZ } from './services-m-to-z.ts';

/** A service as people know it, with other spellings in texts and the domains of its origin-bound codes. */
export interface KnownService {
  name: string;
  spellings: readonly string[];
  domains: readonly string[];
}

/** Services by which routes and people go. */
export const knownServices: readonly KnownService[] = [...servicesAToL, ...servicesMToZ].map((line) => {
  const [name = '', spelled = '', domains = ''] = line.split('|').map((part) => part.trim());
  return { name, spellings: words(spelled, ','), domains: words(domains, ' ') };
});

/** All ways in which texts write a service's name. */
export function spellings(service: KnownService): string[] {
  return [service.name, ...service.spellings];
}

function words(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

const knownNames = new Set(knownServices.map((service) => service.name));

/** Is this a name of the table, and so surely no words of a private text? */
export function isKnownService(name: string): boolean {
  return knownNames.has(name);
}
