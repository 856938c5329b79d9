import { lookup } from 'node:dns/promises';
import { hostname, networkInterfaces } from 'node:os';
import { isWildcard, type Machine } from '../http/addresses.ts';

/** Who has no multicast DNS waits for it in vain. */
const patienceMs = 1_000;

/** Names of this machine that a hub on every address answers to; only its own network can resolve them. */
export function ownNames(host: string): string[] {
  const name = hostname().toLowerCase().split('.')[0] ?? '';
  return isWildcard(host) && /^[a-z0-9-]+$/.test(name) ? [name, `${name}.local`] : [];
}

/** This machine with the one of its names by which others find it: by multicast DNS (RFC 6762), where that is at work. */
export async function lookAtMachine(host: string, ofCertificate: readonly string[] = []): Promise<Machine> {
  const interfaces = networkInterfaces();
  const own = new Set(Object.values(interfaces).flatMap((found) => (found ?? []).map(({ address }) => address)));
  const name = ownNames(host).at(-1);
  const resolved = name === undefined ? [] : await resolve(name);
  const isKnown = resolved.some((address) => own.has(address) && !/^(127\.|::1$)/.test(address));
  const found = name !== undefined && isKnown ? [name] : [];
  return { names: [...new Set([...ofCertificate, ...found])], interfaces };
}

async function resolve(name: string): Promise<string[]> {
  const found = lookup(name, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [],
  );
  const never = new Promise<string[]>((done) => setTimeout(() => done([]), patienceMs).unref());
  return Promise.race([found, never]);
}
