/** On every answer: nothing is guessed, stored, framed or told on (OWASP HTTP Headers Cheat Sheet). */
export const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** Half a year, for this name alone. */
const strictTransport = { 'strict-transport-security': 'max-age=15552000' } as const;

/**
 * Where the hub itself speaks TLS: browsers keep to HTTPS (RFC 6797). That holds for every port of a name, so not for
 * names that other programs of the machine or network are likely to be served under by plain HTTP: localhost, names
 * without a dot and `.local`. Addresses cannot have it (§8.3).
 */
export function strictHeaders(host: string | undefined): Partial<typeof strictTransport> {
  const isName = host?.includes('.') === true && !/^\[|^[\d.]+$|\.(local|localhost)$/.test(host);
  return isName ? strictTransport : {};
}
