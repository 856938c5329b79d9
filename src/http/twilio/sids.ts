const uuidDigits = /^[0-9a-f]{32}$/;

/** The SID of one of our ids: a prefix of two letters and the 32 hexadecimal digits of the UUID. */
export function toSid(prefix: string, id: string): string {
  return prefix + id.replaceAll('-', '');
}

/** The id in a SID; undefined where it has not the form of one. */
export function fromSid(prefix: string, sid: string): string | undefined {
  const digits = sid.slice(prefix.length);
  if (!sid.startsWith(prefix) || !uuidDigits.test(digits)) return undefined;
  const [clock, rest] = [`${digits.slice(0, 8)}-${digits.slice(8, 12)}`, digits.slice(20)];
  return `${clock}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${rest}`;
}
