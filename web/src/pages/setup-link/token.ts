/** What `keypigeon` prints behind `/setup#`: 256 bits in base64url. */
const shape = /^#([A-Za-z0-9_-]{43})$/;

/** The token of a set-up link in a fragment; null: there is none, or it is not whole. */
export function readToken(fragment: string): string | null {
  return shape.exec(fragment)?.[1] ?? null;
}

/** Takes the token out of the address bar, so that it is in no history, bookmark or screenshot. */
export function takeToken(): string | null {
  const { hash, pathname, search } = location;
  if (hash !== '') history.replaceState(null, '', pathname + search);
  return readToken(hash);
}
