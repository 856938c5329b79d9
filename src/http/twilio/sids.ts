const uuidPattern = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The SID of one of our ids: a prefix of two letters and the 32 hexadecimal digits of the UUID. */
export function toSid(prefix: string, id: string): string {
  return prefix + id.replaceAll('-', '');
}

/** The id in a SID; undefined where it has not the form of one. */
export function fromSid(prefix: string, sid: string): string | undefined {
  if (!sid.startsWith(prefix)) return undefined;
  const groups = uuidPattern.exec(sid.slice(prefix.length));
  return groups === null ? undefined : groups.slice(1).join('-');
}
