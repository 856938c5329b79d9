import { BlockList, isIP } from 'node:net';
import { addNetwork, contains } from './private-address.ts';

/** This machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export const usualProxies: readonly string[] = ['127.0.0.0/8', '::1'];

/** Whose word counts on where a request comes from. */
export interface TrustedProxies {
  trusts(address: string): boolean;
}

/** Reads a list of addresses and CIDR blocks; throws a TypeError that names an entry it cannot read. */
export function readTrustedProxies(entries: readonly string[]): TrustedProxies {
  const networks = new BlockList();
  for (const entry of entries) {
    // Everybody could then write whatever address they like.
    if (/\/0+$/.test(entry.trim()))
      throw new TypeError(`"${entry}" in trustedProxies is every address; expected those of your proxies alone`);
    if (!addNetwork(entry.trim(), networks))
      throw new TypeError(
        `"${entry}" in trustedProxies is not an address or a block; expected one such as 172.18.0.2 or 10.0.0.0/8`,
      );
  }
  return { trusts: (address) => contains(networks, address) };
}

/**
 * Where a request comes from: the last address that no trusted proxy has, counted from our end, because each proxy appends
 * its peer to `X-Forwarded-For` and what stands before may be the caller's own invention. An entry that is no address ends
 * what can be believed.
 */
export function callerOf(peer: string, forwardedFor: string, proxies: TrustedProxies): string {
  let caller = plainAddress(peer) ?? peer;
  const hops = forwardedFor.split(',');
  while (proxies.trusts(caller)) {
    const next = plainAddress(hops.pop()?.trim() ?? '');
    if (next === null) break;
    caller = next;
  }
  return caller;
}

/** An address without brackets, port (some proxies add one) and zone; IPv4 mapped into IPv6 as IPv4. null: none at all. */
function plainAddress(text: string): string | null {
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1];
  const withPort = /^([\d.]+):\d{1,5}$/.exec(text)?.[1];
  const address = (bracketed ?? withPort ?? text).replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:([\d.]+)$/.exec(address)?.[1] ?? address;
  return isIP(mapped) === 0 ? null : mapped;
}
