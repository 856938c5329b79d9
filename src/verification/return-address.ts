import { createHmac } from 'node:crypto';
import { sameSecret } from '../support/same-secret.ts';
import { AddressRefusedError } from './address.ts';

/** How a hosted page ended, as the app is told when the browser comes back. */
export const returnStatuses = ['approved', 'canceled'] as const;
export type ReturnStatus = (typeof returnStatuses)[number];

interface Return {
  id: string;
  status: ReturnStatus;
  /** Seconds since the epoch: the browser comes back at once. */
  expires: number;
}

/** So long a signed return is good, in seconds. */
export const returnSeconds = 120;

/**
 * A hosted page leads to addresses that the app named beforehand, but for the query, and knows no token of the app's
 * session. Throws AddressRefusedError.
 */
export function demandReturn(
  { returnUrls }: { returnUrls: readonly string[] },
  { returnUrl, binding }: { returnUrl?: string; binding: string | null },
): void {
  if (returnUrl === undefined) return;
  const url = URL.parse(returnUrl);
  const isAllowed = url !== null && url.username === '' && url.password === '' && returnUrls.includes(placeOf(url));
  if (!isAllowed)
    throw new AddressRefusedError(
      'bad-parameter',
      'returnUrl: expected one of the returnUrls in the settings of the app',
    );
  if (binding !== null)
    throw new AddressRefusedError(
      'bad-parameter',
      'binding: the hosted page cannot send it; leave it out, or returnUrl',
    );
}

/** As addresses are compared: `https://shop.example/login`. undefined: browsers are not sent there. */
export function returnPlace(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return undefined;
  const isHere = url.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  return url.protocol === 'https:' || isHere ? placeOf(url) : undefined;
}

function placeOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** The address with what became of the verification, signed by the token of the app. */
export function signedReturn(address: string, returned: Return, appToken: string): string {
  const url = new URL(address);
  url.searchParams.set('verification', returned.id);
  url.searchParams.set('status', returned.status);
  url.searchParams.set('expires', String(returned.expires));
  url.searchParams.set('signature', signatureOf(returned, appToken));
  return url.href;
}

export function isSignedReturn(returned: Return, signature: string, appToken: string, now: number): boolean {
  return sameSecret(signature, signatureOf(returned, appToken)) && returned.expires * 1000 > now;
}

/** HMAC-SHA256 of four lines, in base64url. The first one keeps it apart from all else that the token signs. */
function signatureOf({ id, status, expires }: Return, appToken: string): string {
  return createHmac('sha256', appToken)
    .update(['keypigeon return', id, status, String(expires)].join('\n'))
    .digest('base64url');
}
