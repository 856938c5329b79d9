import type { Health } from '../sources/source.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { createHubClient, type HubAddress } from './hub-client.ts';

interface Adapter {
  id: string;
  kind: string;
  health: Pick<Health, 'state' | 'detail'>;
}

/** How a running hub and its adapters are, by its own word. */
export async function checkHub(address: HubAddress): Promise<DoctorFinding[]> {
  const client = createHubClient(address);
  const [{ version }, { sources }, { destinations }, { mqtt }] = await Promise.all([
    client.get<{ version: string }>('/healthz'),
    client.get<{ sources: Adapter[] }>('/api/v1/sources'),
    client.get<{ destinations: Adapter[] }>('/api/v1/destinations'),
    client.get<{ mqtt: Adapter['health'] | null }>('/api/v1/commands'),
  ]);
  return [
    { area: 'hub', level: 'ok', text: `version ${version} is running on ${address.name}` },
    ...(sources.length === 0 ? [nothing('source', 'no text can come')] : sources.map((one) => judge('source', one))),
    ...(destinations.length === 0
      ? [nothing('destination', 'no code goes anywhere')]
      : destinations.map((one) => judge('destination', one))),
    ...(mqtt === null ? [] : [judge('commands', { id: 'by topic', kind: 'mqtt', health: mqtt })]),
  ];
}

function nothing(role: string, so: string): DoctorFinding {
  return {
    area: 'hub',
    level: 'warning',
    text: `it has no ${role}, so ${so}: keypigeon config example shows how to add one`,
  };
}

const levels: Record<Health['state'], DoctorFinding['level']> = {
  ok: 'ok',
  starting: 'warning',
  degraded: 'warning',
  off: 'warning',
  failing: 'problem',
};

function judge(role: string, { id, kind, health }: Adapter): DoctorFinding {
  return { area: `${role} ${id} (${kind})`, level: levels[health.state], text: `${health.state}: ${health.detail}` };
}
