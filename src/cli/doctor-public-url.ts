import { createHttpClient } from '../support/http-client.ts';
import type { DoctorFinding } from './doctor-finding.ts';

const patienceMs = 8_000;
const clockErrorMs = 120_000;
const area = 'publicUrl';

/** Whether the hub answers at its public address, seen from here; webhooks come by it. */
export async function checkPublicUrl(publicUrl: string, now: () => number): Promise<DoctorFinding[]> {
  const host = URL.parse(publicUrl)?.host ?? 'the public address';
  const client = createHttpClient({ connections: 1, verifyCertificate: true });
  try {
    const answer = await client.request(`${publicUrl}/healthz`, {
      method: 'GET',
      maxBytes: 64 * 1024,
      signal: AbortSignal.timeout(patienceMs),
    });
    const isHub = answer.status === 200 && /"version"/.test(answer.text());
    if (!isHub) {
      return [
        {
          area,
          level: 'problem',
          text: `${host} answers /healthz with ${answer.status}, not as a hub: let the proxy or tunnel lead to the hub's port, with the path unchanged`,
        },
      ];
    }
    return [
      { area, level: 'ok', text: `the hub answers at ${host}, so webhooks can come` },
      ...checkClock(answer.headers.date, now()),
    ];
  } catch {
    return [
      {
        area,
        level: 'warning',
        text: `${host} cannot be reached from here. Some routers let no machine reach its own public address; try ${publicUrl}/healthz from a phone without Wi-Fi. If that fails too, check DNS, port forwarding and certificate`,
      },
    ];
  } finally {
    await client.close();
  }
}

/** The proxy in front tells its time too. */
function checkClock(date: string | string[] | undefined, now: number): DoctorFinding[] {
  const theirs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(theirs) || Math.abs(theirs - now) <= clockErrorMs) return [];
  const seconds = Math.round(Math.abs(theirs - now) / 1000);
  const text = `the clock of this machine is ${seconds} s off from the one at the public address: let it be set by NTP (timedatectl set-ntp true)`;
  return [{ area: 'clock', level: 'warning', text }];
}
