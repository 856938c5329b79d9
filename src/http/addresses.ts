import type { NetworkInterfaceInfo } from 'node:os';
import { isPrivateAddress } from '../support/private-address.ts';
import { addressForPeople } from './listen.ts';

export interface Listener {
  scheme: 'http' | 'https';
  host: string;
  port: number;
  publicUrl: string | null;
}

/** What this machine is called and where it is. */
export interface Machine {
  /** Names by which others in its network find it, such as `raspberrypi.local`, or those of its certificate. */
  names: readonly string[];
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
}

/** More would bury the one that is needed. */
const mostAddresses = 4;
/** Bridges of containers and virtual machines lead to nobody who has a browser. */
const inward = /^(docker|br-|veth|virbr|cni|flannel|podman|vmnet|vboxnet)/;

/**
 * By which a browser may reach the hub, the best first and without a trailing slash. A name comes before an address,
 * because passkeys are bound to names. Over plain HTTP only private addresses count: elsewhere nobody may sign in.
 */
export function usableAddresses({ scheme, host, port, publicUrl }: Listener, machine: Machine): string[] {
  const at = (name: string) => addressForPeople(name, port, scheme);
  const named = machine.names.map(at);
  const own = isWildcard(host)
    ? [at('localhost'), ...named, ...networkAddresses(host, scheme, machine).slice(0, mostAddresses).map(at)]
    : isLoopback(host)
      ? [...(scheme === 'https' ? named : []), at('localhost')]
      : [...named, at(host)];
  return [...new Set([...(publicUrl === null ? [] : [publicUrl]), ...own])];
}

export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function isLoopback(host: string): boolean {
  return host === '127.0.0.1' || host === '::1' || host === 'localhost';
}

/** IPv6 only where there is no IPv4: nobody types it. Link-local addresses need a zone, which browsers do not take. */
function networkAddresses(host: string, scheme: Listener['scheme'], { interfaces }: Machine): string[] {
  const all = Object.entries(interfaces)
    .filter(([name]) => !inward.test(name))
    .flatMap(([, found]) => found ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .filter(({ address }) => scheme === 'https' || isPrivateAddress(address));
  const ipv4 = all.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
  if (ipv4.length > 0 || host === '0.0.0.0') return ipv4;
  return all.map(({ address }) => address);
}
