import { join } from 'node:path';
import type { EnvironmentSettings } from '../config/environment.ts';
import { usableAddresses } from '../http/addresses.ts';
import { type Certificate, watchCertificate } from '../http/certificate.ts';
import { listen } from '../http/listen.ts';
import { buildServer } from '../http/server.ts';
import type { Hub } from '../hub.ts';
import { systemClock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import { lookAtMachine, ownNames } from './machine.ts';

export interface Doors {
  /** Where the server listens, for people. */
  url: string;
  /** By which a browser may reach it, the best first. */
  addresses(): string[];
  close(): Promise<void>;
}

/** Opens the hub to browsers, programs and commands: over HTTPS where it has a certificate, which is renewed while it runs. */
export async function openDoors(
  { api }: Hub,
  { settings, certificate, log }: { settings: EnvironmentSettings; certificate: Certificate | null; log: Logger },
): Promise<Doors> {
  const { listen: place, tls, publicUrl, dataFolder } = settings;
  const ofCertificate = certificate?.names ?? [];
  const machine = await lookAtMachine(place.host, ofCertificate);
  const scheme = certificate === null ? 'http' : 'https';
  let { port } = place;
  const addresses = () =>
    usableAddresses({ scheme, host: place.host, port, publicUrl: api.configuration().publicUrl }, machine);
  const serveHosts = [...ownNames(place.host), ...ofCertificate];
  const server = buildServer({ ...api, addresses }, { listenHost: place.host, publicUrl, serveHosts });
  const socketPath = join(dataFolder, 'keypigeon.sock');
  const listening = await listen(server, { ...place, socketPath, tls: certificate });
  port = listening.port;
  const onChange = listening.useCertificate;
  const renewing =
    tls === null || certificate === null
      ? null
      : watchCertificate(tls, certificate, { clock: systemClock, log, onChange });
  return {
    url: listening.url,
    addresses,
    async close() {
      renewing?.close();
      await listening.close();
    },
  };
}
