import { checkAddressLiteral } from '../../support/guarded-lookup.ts';
import { readAllowedHosts } from '../../support/private-address.ts';
import { TwilioError } from './errors.ts';

const longestAddress = 2_000;

/**
 * Reads `StatusCallback`. An address that is private on its face is refused at once; a name is looked at whenever it is
 * called. Throws TwilioError 21609.
 */
export function readCallbackAddress(given: string | undefined, allowHosts: readonly string[]): string | undefined {
  if (given === undefined) return undefined;
  // URL parsers drop control characters in silence: what is signed would not be what was asked for.
  if (given.length > longestAddress || /[\x00-\x20\x7f]/.test(given)) throw new TwilioError('21609');
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new TwilioError('21609');
  try {
    checkAddressLiteral(url.hostname, readAllowedHosts(allowHosts));
  } catch {
    throw new TwilioError('21609', 'it is a private address; the owner of the hub can allow it by network.allowHosts');
  }
  return given;
}
