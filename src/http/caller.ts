import type { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { callerOf, readTrustedProxies, type TrustedProxies } from '../support/trusted-proxies.ts';
import type { HubApi } from './api.ts';

type Configured = Pick<HubApi, 'configuration'>;

/** Each list is read once; a changed configuration brings another. */
const read = new WeakMap<readonly string[], TrustedProxies>();

/** The address that a request comes from: what proxies that `network.trustedProxies` names say, else the peer's. */
export function addressOf(hub: Configured, request: FastifyRequest): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? ''].flat().join(',');
  return callerOf(peerOf(request), forwarded, proxiesOf(hub));
}

/**
 * Did the browser use HTTPS? A trusted proxy tells by `X-Forwarded-Proto`. `X-Forwarded-Host` is believed from nobody: a
 * page that points its own name at this machine (DNS rebinding) could send it through the browser, a peer on loopback.
 */
export function isEncrypted(hub: Configured, request: FastifyRequest): boolean {
  if ((request.raw.socket as Partial<TLSSocket>).encrypted === true) return true;
  const said = [request.headers['x-forwarded-proto'] ?? ''].flat().join(',').split(',').at(-1)?.trim();
  return said?.toLowerCase() === 'https' && proxiesOf(hub).trusts(peerOf(request));
}

function peerOf(request: FastifyRequest): string {
  return request.raw.socket.remoteAddress ?? '';
}

function proxiesOf(hub: Configured): TrustedProxies {
  const { trustedProxies } = hub.configuration().network;
  const proxies = read.get(trustedProxies) ?? readTrustedProxies(trustedProxies);
  read.set(trustedProxies, proxies);
  return proxies;
}
