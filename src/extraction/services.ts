import type { KnownService } from './known-services.ts';
import { servicesAToL } from './services-a-to-l.ts';
import { banksOfAsia } from './services-banks-asia.ts';
import { banksOfMiddleEastAndAfrica } from './services-banks-middle-east.ts';
import { banksOfTheWest } from './services-banks-west.ts';
import { servicesMToZ } from './services-m-to-z.ts';
import { servicesOfThePublic } from './services-public.ts';
import { servicesOfTrade } from './services-trade.ts';

/** Services by which routes and people go, as the lists have them; texts are read with what is stored of them. */
export function listServices(): KnownService[] {
  return merge([
    ...[...servicesAToL, ...servicesMToZ].map((line) => ({ ...parse(line, false), renames: true })),
    ...[banksOfAsia, banksOfMiddleEastAndAfrica, banksOfTheWest].flatMap((text) => parseAll(text, true)),
    ...[servicesOfTrade, servicesOfThePublic].flatMap((text) => parseAll(text, false)),
  ]);
}

function parseAll(text: string, isBank: boolean): KnownService[] {
  return words(text, /[;\n]/).map((entry) => parse(entry, isBank));
}

/** `~` marks an ordinary word: `Booking.com | ~booking | booking.com`. */
function parse(entry: string, isBank: boolean): KnownService {
  const [marked = '', spelled = '', domains = ''] = entry.split('|').map((part) => part.trim());
  const all = [marked, ...words(spelled, ',')];
  const [name = '', ...others] = all.map((one) => one.replace('~', ''));
  const ordinary = all.filter((one) => one.startsWith('~')).map((one) => one.slice(1));
  return { name, spellings: others, domains: words(domains, ' '), isBank, renames: false, ordinary };
}

/** A name that several lists have is one service; a spelling that two services have is the first one's. */
function merge(services: KnownService[]): KnownService[] {
  const owners = new Map<string, KnownService>();
  const merged: KnownService[] = [];
  for (const service of services) {
    const known = owners.get(service.name.toLowerCase());
    const fresh = service.spellings.filter((spelling) => !owners.has(spelling.toLowerCase()));
    const owner = known ?? { ...service, spellings: [], domains: [], ordinary: [] };
    for (const spelling of [service.name, ...fresh]) owners.set(spelling.toLowerCase(), owner);
    owner.spellings.push(...fresh);
    owner.domains.push(...service.domains.filter((domain) => !owner.domains.includes(domain)));
    owner.ordinary.push(...service.ordinary);
    owner.isBank ||= service.isBank;
    if (known === undefined) merged.push(owner);
  }
  return merged;
}

function words(text: string, separator: string | RegExp): string[] {
  return text
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
