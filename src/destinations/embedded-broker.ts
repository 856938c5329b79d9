import { createHash, timingSafeEqual } from 'node:crypto';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { KeypigeonError } from '../domain/errors.ts';
import type { Logger } from '../support/logger.ts';

export interface EmbeddedBrokerOptions {
  /** `127.0.0.1:1883` or `[::1]:1883`; port 0 takes a free one. Loopback only: there is no TLS here. */
  listen: string;
  username: string;
  password: string;
  log: Logger;
}

export interface EmbeddedBroker {
  /** `mqtt://127.0.0.1:1883` */
  url: string;
  close(): Promise<void>;
}

/** CONNACK code for bad user name or password (MQTT 3.1.1 §3.2.2.3). */
const badCredentials = 4;

/**
 * Starts an MQTT 3.1.1 broker in this process, for those who have none.
 *
 * @throws KeypigeonError `invalid-configuration` for an address that is not loopback, `address-in-use` for a taken port
 */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { host, port } = readAddress(options.listen);
  const { Aedes } = await import('aedes');
  const broker = await Aedes.createBroker({
    authenticate(_client, username, password, done) {
      const welcome = matches(username, options.username) && matches(password, options.password);
      if (welcome) return done(null, true);
      options.log.warn({}, 'the embedded broker refused a client: wrong username or password');
      done(Object.assign(new Error('bad user name or password'), { returnCode: badCredentials }), false);
    },
  });
  const closeBroker = () => new Promise<void>((resolve) => broker.close(() => resolve()));
  const server = createServer((socket) => void broker.handle(socket));
  try {
    await listen(server, host, port);
  } catch (error) {
    await closeBroker();
    throw asKeypigeonError(error, options.listen);
  }
  return {
    url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await closeBroker();
      await closed;
    },
  };
}

function readAddress(address: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-f:]+)\]|([^:]+)):(\d{1,5})$/i.exec(address);
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3]);
  const loopback = host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
  if (loopback && port <= 65_535) return { host, port };
  throw new KeypigeonError(
    'invalid-configuration',
    `broker.listen is ${address}: expected a loopback address and a port, as in 127.0.0.1:1883 (for other machines run a broker with TLS)`,
  );
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function asKeypigeonError(error: unknown, address: string): unknown {
  const code = (error as { code?: unknown }).code;
  if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') return error;
  return new KeypigeonError(
    'address-in-use',
    `The embedded broker cannot listen on ${address} (${code}): stop what uses it, or set broker.listen to another port`,
    { cause: error },
  );
}

/** Compares digests: equally long, so that the time tells nothing. */
function matches(given: string | Buffer | undefined, expected: string): boolean {
  const digest = (value: string | Buffer) => createHash('sha256').update(value).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}
