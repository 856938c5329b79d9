import type { IncomingMessage } from 'node:http';
import type { StoredConfiguration } from '../store/configuration.ts';
import { hostName, isLocal, isLoopbackName } from './local.ts';

/** Names that the hub answers to, besides those of the configuration. */
export interface OwnNames {
  listenHost: string;
  publicUrl: string | null;
  serveHosts: readonly string[];
}

/**
 * Is this request for us? A web page can point a name of its own at this machine and then read the answers (DNS
 * rebinding); the `Host` header still carries that foreign name. Names of the configuration count as they stand now.
 */
export function createHostCheck(
  own: OwnNames,
  configuration: () => StoredConfiguration,
): (request: IncomingMessage) => boolean {
  let seen: StoredConfiguration | null = null;
  let names = new Set<string>();
  const wildcard = own.listenHost === '0.0.0.0' || own.listenHost === '::';
  return (request) => {
    const current = configuration();
    if (current !== seen) {
      names = new Set([...namesOf(own), ...namesOf({ ...current, serveHosts: current.network.serveHosts })]);
      seen = current;
    }
    if (isLocal(request)) return true;
    const name = hostName(request.headers.host);
    if (name === undefined) return false;
    return isLoopbackName(name) || names.has(name) || (wildcard && name === ownAddress(request));
  };
}

function namesOf(from: Partial<OwnNames>): string[] {
  const publicHost = from.publicUrl == null || !URL.canParse(from.publicUrl) ? [] : [new URL(from.publicUrl).host];
  const listenHost = from.listenHost === undefined ? [] : [bracketed(from.listenHost)];
  return [...listenHost, ...publicHost, ...(from.serveHosts ?? [])].flatMap((name) => hostName(name) ?? []);
}

/** Where the hub listens on every address, the one that the connection came to is its own. */
function ownAddress(request: IncomingMessage): string {
  return bracketed((request.socket.localAddress ?? '').replace(/^::ffff:/, ''));
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
