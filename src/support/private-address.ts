import { BlockList, isIP, isIPv6 } from 'node:net';

// IANA IPv4 Special-Purpose Address Registry (RFC 6890) and multicast (RFC 5771): none of these is a host on the internet.
const ipv4Forbidden: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

// Within 2000::/3 (RFC 4291 §2.4: all that is assigned as global unicast), the special blocks: IETF protocols with
// Teredo, documentation twice, and 6to4, which carries any IPv4 address inside.
const ipv6Forbidden: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const forbidden = new BlockList();
for (const [network, prefix] of ipv4Forbidden) forbidden.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of ipv6Forbidden) forbidden.addSubnet(network, prefix, 'ipv6');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** True for an address that is not a host on the public internet: private, loopback, link-local, CGNAT, ULA, multicast, reserved, and IPv6 forms that hide such an IPv4 address. What is no address counts as private. */
export function isPrivateAddress(address: string): boolean {
  const plain = withoutZone(address);
  const family = isIP(plain);
  if (family === 0) return true;
  if (family === 4) return forbidden.check(plain, 'ipv4');
  const embedded = embeddedIpv4(plain);
  if (embedded !== null) return forbidden.check(embedded, 'ipv4');
  return !globalUnicast.check(plain, 'ipv6') || forbidden.check(plain, 'ipv6');
}

/** The IPv4 address inside an IPv4-mapped (RFC 4291 §2.5.5.2) or NAT64 address (RFC 6052 §2.1, 64:ff9b::/96); null for others. */
function embeddedIpv4(address: string): string | null {
  const groups = expandIpv6(address);
  const prefix = groups.slice(0, 6).join(':');
  if (prefix !== '0:0:0:0:0:ffff' && prefix !== '64:ff9b:0:0:0:0') return null;
  return groups
    .slice(6)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff])
    .join('.');
}

/** The eight groups of an IPv6 address, in hex without leading zeros. */
function expandIpv6(address: string): string[] {
  // The URL parser writes the one normal form (RFC 5952), with dotted tails as hex.
  const normal = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = normal.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}

/** Private hosts that may be reached after all. */
export interface AllowedHosts {
  /** `host` as it stands in the URL, `address` what it resolved to. */
  allows(host: string, address: string): boolean;
}

/**
 * Reads a list of host names, addresses and CIDR blocks; throws a TypeError that names an entry it cannot read.
 * `onlyAsNamed`: a URL has to name what stands there itself; a name that merely leads to one of the addresses does not.
 */
export function readAllowedHosts(
  entries: readonly string[],
  { onlyAsNamed = false }: { onlyAsNamed?: boolean } = {},
): AllowedHosts {
  const names = new Set<string>();
  const networks = new BlockList();
  for (const entry of entries) addEntry(entry.trim(), names, networks);
  return {
    allows: (host, address) =>
      names.has(plainHost(host)) || ((!onlyAsNamed || host === address) && contains(networks, address)),
  };
}

function addEntry(entry: string, names: Set<string>, networks: BlockList): void {
  const bare = plainHost(entry);
  if (isIP(bare) === 0 && /^[a-z0-9._-]+$/.test(bare)) names.add(bare);
  else if (!addNetwork(bare, networks))
    throw new TypeError(`"${entry}" in allowHosts is not a host name, an address or a block such as 192.168.0.0/16`);
}

/** Adds an address or a CIDR block; false: it is neither. */
export function addNetwork(entry: string, networks: BlockList): boolean {
  const [network = '', prefix, ...more] = entry.split('/');
  const family = isIP(network);
  if (family === 0 || network.includes('%') || more.length > 0) return false;
  if (prefix === undefined) networks.addAddress(network, family === 4 ? 'ipv4' : 'ipv6');
  else if (isPrefix(prefix, family)) networks.addSubnet(network, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  else return false;
  return true;
}

function isPrefix(prefix: string, family: number): boolean {
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}

/** Is this address in one of them? An IPv4 address within IPv6 (mapped, NAT64) counts as what it carries. */
export function contains(networks: BlockList, address: string): boolean {
  const plain = withoutZone(address);
  if (isIP(plain) === 0) return false;
  const embedded = isIPv6(plain) ? embeddedIpv4(plain) : null;
  if (embedded !== null) return networks.check(embedded, 'ipv4');
  return networks.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** Lower case, without brackets and without the dot of the DNS root. */
function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function withoutZone(address: string): string {
  const zone = address.indexOf('%');
  return zone === -1 ? address : address.slice(0, zone);
}
