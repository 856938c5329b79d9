import { lstatSync, unlinkSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { KeypigeonError } from '../domain/errors.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { markLocal } from './local.ts';
import { answerPlainRequests } from './plain-on-tls.ts';

export interface ListenSettings {
  host: string;
  /** 0: any free one. */
  port: number;
  /** Unix socket for the commands of this user; null: none. */
  socketPath: string | null;
  /** Serves HTTPS in place of HTTP; not on the socket. */
  tls?: { cert: string; key: string } | null;
}

export interface Listening {
  host: string;
  port: number;
  /** `http://host:port`, or `https://`, to be shown to people; a wildcard address is written as localhost. */
  url: string;
  /** From now on new connections get this certificate; those that are open stay. Only with `tls`. */
  useCertificate(next: { cert: string; key: string }): void;
  /** Takes no more, lets what runs finish (at most `closeGraceMs`), then cuts off. */
  close(): Promise<void>;
}

/** A text is small: who needs longer for it holds a socket for nothing (RFC 9110 §15.5.9). */
const limits: ServerOptions = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 };
/** Longer than usual proxies keep a connection (nginx: 60 s), so that they do not send into one that is being closed. */
const keepAliveMs = 72_000;
const closeGraceMs = 5_000;
/** `sun_path` has 108 bytes on Linux (unix(7)), 104 on macOS, with a closing zero. */
const longestSocketPath = 103;

/**
 * Opens the server on TCP and on a unix socket of mode 0600; requests over the latter count as the administrator's.
 * Throws KeypigeonError `address-in-use` or `address-unusable`, in one line.
 */
export async function listen(
  server: FastifyInstance,
  settings: ListenSettings,
  timeouts: Partial<ServerOptions> = {},
): Promise<Listening> {
  await server.ready();
  const options = { ...limits, keepAliveTimeout: keepAliveMs, ...timeouts };
  const open: Server[] = [];
  let endSilent = () => {};
  try {
    const tls = settings.tls == null ? null : openTlsServer(options, settings.tls, server.routing as RequestListener);
    const tcp = tls ?? openServer(options, server.routing as RequestListener);
    if (tls !== null) endSilent = answerPlainRequests(tls);
    await listenOnTcp(tcp, settings);
    open.push(tcp);
    if (settings.socketPath !== null) {
      const local = openServer(options, server.routing as RequestListener);
      local.on('connection', (connection: Socket) => markLocal(connection));
      await listenOnSocket(local, settings.socketPath);
      open.push(local);
    }
    const { port } = tcp.address() as AddressInfo;
    return {
      host: settings.host,
      port,
      url: addressForPeople(settings.host, port, tls === null ? 'http' : 'https'),
      useCertificate: ({ cert, key }) => tls?.setSecureContext({ cert, key, ...tlsLimits }),
      close: () => closeAll(server, open, endSilent),
    };
  } catch (error) {
    await closeAll(server, open, endSilent);
    throw error;
  }
}

function openServer(options: ServerOptions, listener: RequestListener): Server {
  return prepare(createServer(options, listener), listener);
}

/** BCP 195 (RFC 9325 §3.1.1): nothing below TLS 1.2. */
const tlsLimits = { minVersion: 'TLSv1.2' } as const;
const handshakeTimeoutMs = 10_000;

function openTlsServer(
  options: ServerOptions,
  { cert, key }: { cert: string; key: string },
  listener: RequestListener,
): TlsServer {
  const settings = { ...options, cert, key, ...tlsLimits, handshakeTimeout: handshakeTimeoutMs };
  return prepare(createTlsServer(settings, listener), listener);
}

function prepare<Any extends Server>(server: Any, listener: RequestListener): Any {
  server.on('clientError', answerBrokenRequest);
  // Node would refuse an unknown `Expect` with an answer of its own, which is no problem document.
  server.on('checkExpectation', listener);
  return server;
}

async function listenOnTcp(server: Server, { host, port }: ListenSettings): Promise<void> {
  try {
    await listening(server, () => server.listen({ host, port }));
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? 'error';
    const taken = code === 'EADDRINUSE';
    const detail = taken
      ? `${host}:${port} is taken by another program; stop it, or set KEYPIGEON_LISTEN to a free address and port`
      : `${host}:${port} cannot be listened on (${code}); set KEYPIGEON_LISTEN to an address of this machine and a port that you may use`;
    throw new KeypigeonError(taken ? 'address-in-use' : 'address-unusable', detail, { cause });
  }
}

async function listenOnSocket(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > longestSocketPath)
    throw new KeypigeonError(
      'address-unusable',
      `the path of the socket ${path} has over ${longestSocketPath} bytes; set KEYPIGEON_DATA to a shorter one`,
    );
  removeStaleSocket(path);
  try {
    await listening(server, () => withUmask(0o177, () => server.listen({ path })));
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? 'error';
    throw new KeypigeonError('address-unusable', `the socket ${path} cannot be made (${code}); check its folder`, {
      cause,
    });
  }
}

/** Left by a hub that ended hard. Its folder is locked by us, so nobody listens there. */
function removeStaleSocket(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) unlinkSync(path);
}

/** `listen` binds before it returns, so the socket is never open to others, not even for a moment. */
function withUmask(mask: number, run: () => void): void {
  const before = process.umask(mask);
  try {
    run();
  } finally {
    process.umask(before);
  }
}

function listening(server: Server, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    start();
  });
}

/** A wildcard address is no address to call. */
export function addressForPeople(host: string, port: number, scheme: 'http' | 'https' = 'http'): string {
  if (host === '0.0.0.0' || host === '::') return `${scheme}://localhost:${port}`;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function closeAll(server: FastifyInstance, open: readonly Server[], endSilent: () => void): Promise<void> {
  const closed = open.map((one) => new Promise((resolve) => one.close(resolve)));
  endSilent();
  // Ends the streams of events, which would else run for ever.
  await server.close();
  const reap = setInterval(() => open.forEach((one) => void one.closeIdleConnections()), 50);
  const cut = setTimeout(() => open.forEach((one) => void one.closeAllConnections()), closeGraceMs);
  await Promise.all(closed);
  clearInterval(reap);
  clearTimeout(cut);
}
