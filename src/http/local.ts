import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that came over the unix socket in the data folder: only the hub's own user can open it. */
const localConnections = new WeakSet<Socket>();

export function markLocal(connection: Socket): void {
  localConnections.add(connection);
}

export function isLocal(request: IncomingMessage): boolean {
  return localConnections.has(request.socket);
}

/** RFC 7239 `Forwarded`, `Via` (RFC 9110 §7.6.3), and what nginx, Caddy, Traefik and content networks add on their own. */
const ofProxies = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/;

/**
 * From a program on this machine that speaks to the hub directly, under a loopback name. What a proxy on this machine
 * passes on comes from elsewhere.
 */
export function isFromLoopback(request: IncomingMessage): boolean {
  const { headers } = request;
  if (Object.keys(headers).some((name) => ofProxies.test(name))) return false;
  return isLoopbackAddress(request.socket.remoteAddress ?? '') && isLoopbackName(hostName(headers.host) ?? '');
}

/** 127.0.0.0/8 (RFC 1122 §3.2.1.3), ::1, and the first mapped into IPv6. */
function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]';
}

/** The name in a `Host` header in lower case, without port and closing dot; undefined where there is none. */
export function hostName(header: string | undefined): string | undefined {
  const name = /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(?::\d{1,5})?$/i.exec(header ?? '')?.[1];
  return name?.toLowerCase().replace(/\.$/, '');
}
