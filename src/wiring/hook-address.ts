import { isIP } from 'node:net';
import { KeypigeonError } from '../domain/errors.ts';
import { isPrivateAddress } from '../support/private-address.ts';

/** Names that only the own machine or network can resolve (RFC 6761, 6762, 8375, and what routers make up). */
const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home|home\.arpa|fritz\.box|test|invalid)$/;

/** Where a provider in the internet calls a source. Throws KeypigeonError `cannot-connect`, in one line with what to do. */
export function publicHookUrl(publicUrl: string | null, sourceId: string): string {
  if (publicUrl === null)
    throw refuse(
      'publicUrl is not set, so a provider does not know where this hub is: set the https address by which it can be reached from the internet',
    );
  const url = URL.parse(publicUrl);
  if (url?.protocol !== 'https:')
    throw refuse(
      'publicUrl is not an https address, and texts with codes must not travel openly: put the hub behind HTTPS (docs/https.md)',
    );
  const name = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isPrivate = isIP(name) === 0 ? privateNames.test(name) || !name.includes('.') : isPrivateAddress(name);
  if (isPrivate)
    throw refuse(
      `publicUrl is an address of your own network (${name}), where a provider cannot come: set one that is reachable from the internet, by a proxy or a tunnel (docs/https.md)`,
    );
  return `${publicUrl}/hooks/${sourceId}`;
}

function refuse(why: string): KeypigeonError {
  return new KeypigeonError('cannot-connect', why);
}
