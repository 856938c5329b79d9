import { isIP, type LookupFunction } from 'node:net';
import { type AllowedHosts, isPrivateAddress } from './private-address.ts';
import { ForbiddenAddressError } from './request.ts';

/**
 * Wraps a DNS lookup for `net.connect`: the connection goes to an address that was looked at, so that a name cannot
 * answer one thing when checked and another when used (DNS rebinding). One private address among the answers is
 * enough to refuse them all.
 */
export function guardLookup(lookup: LookupFunction, allowed: AllowedHosts): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, answer) => {
      if (error !== null) return callback(error, '', 0);
      const addresses = Array.isArray(answer) ? answer : [{ address: answer, family: isIP(answer) }];
      const first = addresses[0];
      if (first === undefined || addresses.some(({ address }) => isForbidden(hostname, address, allowed)))
        return callback(new ForbiddenAddressError(hostname), '', 0);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Throws a ForbiddenAddressError when the host of a URL is an address that must not be reached: such a host is never looked up. */
export function checkAddressLiteral(urlHostname: string, allowed: AllowedHosts): void {
  const host = urlHostname.startsWith('[') ? urlHostname.slice(1, -1) : urlHostname;
  if (isIP(host) !== 0 && isForbidden(host, host, allowed)) throw new ForbiddenAddressError(host);
}

function isForbidden(host: string, address: string, allowed: AllowedHosts): boolean {
  return isPrivateAddress(address) && !allowed.allows(host, address);
}
