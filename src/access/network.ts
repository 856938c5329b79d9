import { isIPv6 } from 'node:net';

/** One IPv4 address, or the /56 that a household is given (RFC 6177 §2): who has it can use all of its addresses. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const groups = [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  const first = groups.slice(0, 4).map((group) => Number.parseInt(group, 16));
  return `${[first[0], first[1], first[2], (first[3] ?? 0) & 0xff00].map((one) => (one ?? 0).toString(16)).join(':')}::/56`;
}
