import { isIP } from 'node:net';

/**
 * What limits know the address of somebody's device by: the IPv4 address or the /64 of an IPv6 one (who has one has all
 * of it), and its wider network (/24, /48). undefined: this is no address.
 */
export function foldClientAddress(raw: string): { near: string; network: string } | undefined {
  const address = raw.trim().toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
  if (isIP(mapped) === 4) return { near: mapped, network: mapped.slice(0, mapped.lastIndexOf('.')) };
  if (isIP(mapped) !== 6) return undefined;
  const groups = expand(mapped.split('%', 1)[0] ?? '');
  const inside = mappedIn(groups);
  if (inside !== undefined) return foldClientAddress(inside);
  return { near: groups.slice(0, 4).join(':'), network: groups.slice(0, 3).join(':') };
}

/** An IPv4 address that is written as an IPv6 one without dots, as `::ffff:c000:207` (RFC 4291 §2.5.5.2). */
function mappedIn(groups: readonly string[]): string | undefined {
  if (groups.length !== 8 || groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return undefined;
  const bytes = groups
    .slice(6)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
  return bytes.join('.');
}

/** All eight groups, without leading zeros. */
function expand(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after];
  return all.map((group) => (group.includes('.') ? group : Number.parseInt(group, 16).toString(16)));
}
