import type { Clock } from '../../support/clock.ts';
import type { Request } from '../../support/request.ts';
import { readAnswer } from './answer.ts';
import { DeviceError } from './errors.ts';
import { NotFoundError } from './trouble.ts';
import { exchange } from './wire.ts';

/** Where sticks and routers are as they leave the shop; the last one is a name that a stick answers for itself. */
export const usualAddresses = [
  'http://192.168.8.1',
  'http://192.168.1.1',
  'http://192.168.9.1',
  'http://192.168.100.1',
  'http://hi.link',
];

/** A stick answers within 60 ms; a call to an address where nobody is would take the system minutes. */
const probeMs = 2_000;

export interface DiscoverOptions {
  request: Request;
  clock: Clock;
  signal: AbortSignal;
  addresses?: readonly string[] | undefined;
}

/** The first of the addresses, in their order, that answers as a HiLink device. Sends no secret. Rejects with NotFoundError. */
export async function discoverStick(options: DiscoverOptions): Promise<string> {
  const addresses = options.addresses ?? usualAddresses;
  const probes = addresses.map((address) => isHilink(address, options));
  for (const [at, probe] of probes.entries()) {
    const address = addresses[at];
    if ((await probe) && address !== undefined) return address;
  }
  throw new NotFoundError(addresses.map((address) => address.replace(/^http:\/\//, '')));
}

/** Does a HiLink device answer there? Any XML answer of the API will do, also an error: `user/state-login` opens no session. */
export async function isHilink(address: string, options: Omit<DiscoverOptions, 'addresses'>): Promise<boolean> {
  const path = 'user/state-login';
  const wire = { ...options, timeoutMs: () => probeMs };
  try {
    const url = `${new URL(address).origin}/api/${path}`;
    const root = readAnswer(path, await exchange(url, { method: 'GET', maxBytes: 64 * 1024 }, wire));
    return root.name.toLowerCase() === 'response';
  } catch (error) {
    // readAnswer itself makes 100002 of a page or a redirect, which any other web server may answer.
    return error instanceof DeviceError && error.fromDevice;
  }
}
