import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { AdapterSetting } from '../config/configuration.ts';
import { type ReferenceTargets, resolveReferences } from '../config/references.ts';
import type { DoctorFinding } from './doctor-finding.ts';

const patienceMs = 4_000;

const ports: Record<string, number> = {
  'http:': 80,
  'https:': 443,
  'ws:': 80,
  'wss:': 443,
  'mqtt:': 1883,
  'mqtts:': 8883,
  'smtp:': 25,
  'smtps:': 465,
};
const withTls = new Set(['https:', 'wss:', 'mqtts:', 'smtps:']);

interface Place {
  host: string;
  port: number;
  tls: boolean;
  /** PEM of an authority of one's own. */
  ca: string | undefined;
  verify: boolean;
}

/** Whether the places that an adapter's settings name can be reached: name, port and certificate; nothing is sent. */
export async function checkReach(
  role: 'source' | 'destination',
  { id, kind, settings }: AdapterSetting,
  targets: ReferenceTargets,
  /** Of the hub's own broker, while no hub runs: `127.0.0.1:1883`. */
  sleepingBroker: string | null = null,
): Promise<DoctorFinding[]> {
  const area = `${role} ${id} (${kind})`;
  const checked = await Promise.all(
    placesOf(settings, targets)
      .filter((place) => !isBroker(place, sleepingBroker))
      .map(async (place) => ({ place, trouble: await tryPlace(place) })),
  );
  return checked.map(({ place: { host, port, tls }, trouble }) => {
    const name = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    if (trouble !== null) return { area, level: 'problem', text: `${name} cannot be reached: ${trouble}` };
    return { area, level: 'ok', text: `${name} can be reached${tls ? ', and its certificate is good' : ''}` };
  });
}

const loopback = ['127.0.0.1', 'localhost', '::1'];

function isBroker({ host, port }: Place, broker: string | null): boolean {
  const address = URL.parse(`mqtt://${broker ?? ''}`);
  if (broker === null || address === null) return false;
  const isHere = host === address.hostname.replace(/^\[(.*)\]$/, '$1') || loopback.includes(host);
  return isHere && port === Number(address.port);
}

/** Each place once. What is a secret that only the hub knows is left out. */
function placesOf(settings: Record<string, unknown>, targets: ReferenceTargets): Place[] {
  const ca = resolved(settings.ca, targets);
  const verify = settings.verifyCertificate !== false;
  const places = Object.values(settings).flatMap((value) => {
    const url = URL.parse(resolved(value, targets) ?? '');
    const usual = url === null ? undefined : ports[url.protocol];
    if (url === null || usual === undefined || url.hostname === '') return [];
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    return [{ host, port: url.port === '' ? usual : Number(url.port), tls: withTls.has(url.protocol), ca, verify }];
  });
  return places.filter(
    (place, at) => places.findIndex(({ host, port }) => host === place.host && port === place.port) === at,
  );
}

function resolved(value: unknown, targets: ReferenceTargets): string | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return resolveReferences(value, targets);
  } catch {
    return undefined;
  }
}

/** What is wrong and what to do; null: it can be reached. */
async function tryPlace(place: Place): Promise<string | null> {
  try {
    await lookup(place.host);
  } catch {
    return 'its name is not known: check the address and the DNS of this machine';
  }
  return new Promise((resolve) => {
    const socket = open(place);
    const end = (trouble: string | null) => {
      socket.destroy();
      resolve(trouble);
    };
    socket.setTimeout(patienceMs, () => end('no answer: check address, port and firewall'));
    socket.once(place.tls ? 'secureConnect' : 'connect', () => end(null));
    socket.on('error', (error) => end(describe(error)));
  });
}

function open({ host, port, tls, ca, verify }: Place): Socket {
  if (!tls) return connectTcp({ host, port });
  return connectTls({
    host,
    port,
    rejectUnauthorized: verify,
    ...(ca === undefined ? {} : { ca }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
}

function describe(error: Error & { code?: unknown }): string {
  const code = typeof error.code === 'string' ? error.code : '';
  if (code === 'ECONNREFUSED') return 'nobody listens there: is it started, and is the port right?';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return 'there is no way to it: check the network of this machine';
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired: renew it, and check the clock of this machine';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code))
    return `its certificate is not trusted (${code}): name its authority in \`ca\` where there is such a setting`;
  return `${code === '' ? 'the connection failed' : code}: check address and port`;
}
