import type { DoctorFinding } from './doctor-finding.ts';
import { judgeNetwork } from './doctor-network.ts';
import { createHubClient, type HubAddress } from './hub-client.ts';
import { formatTroubles, type LineStatusJson, type LineTroubleJson, lockWords } from './line-words.ts';

/** A line as the hub's API gives it. */
interface DoctorLine {
  id: string;
  troubles: LineTroubleJson[];
  sources: { id: string; status: LineStatusJson | null }[];
}

/** How the SIM of each source is, its network and its room for texts, by the word of a running hub. */
export async function checkLines(address: HubAddress): Promise<DoctorFinding[]> {
  const { lines } = await createHubClient(address).get<{ lines: DoctorLine[] }>('/api/v1/lines');
  return lines.flatMap(judgeLine);
}

function judgeLine({ id, sources, troubles }: DoctorLine): DoctorFinding[] {
  return [
    ...sources.flatMap(({ id: source, status }) =>
      status === null ? [] : judgeStatus(status).map((found) => ({ area: `line ${id} (${source})`, ...found })),
    ),
    ...troubles.map(
      (trouble): DoctorFinding => ({ area: `line ${id}`, level: 'problem', text: formatTroubles(trouble) }),
    ),
  ];
}

type Found = Omit<DoctorFinding, 'area'>;

function judgeStatus(status: LineStatusJson): Found[] {
  const { sim, registration, signalDbm, operator, storageUsed, storageTotal, memories } = status;
  if (sim === 'missing') return [{ level: 'problem', text: 'there is no SIM card: put one in' }];
  if (sim === 'failure')
    return [{ level: 'problem', text: 'the SIM card cannot be read: take it out and put it in again' }];
  if (sim === 'pin' || sim === 'puk') return [{ level: 'problem', text: lockWords[sim] }];
  const rooms = memories ?? [{ name: '', used: storageUsed, total: storageTotal }];
  return [
    ...(isTold(status) ? [judgeNetwork({ registration, signalDbm, operator })] : []),
    ...rooms.flatMap(({ name, used, total }) => judgeRoom(name, used, total)),
  ];
}

/** A source that has just begun may not know its signal yet. */
function isTold({ registration, signalDbm }: LineStatusJson): boolean {
  if (registration === null || registration === 'unknown') return false;
  return signalDbm !== null || (registration !== 'home' && registration !== 'roaming');
}

function judgeRoom(name: string, used: number | null, total: number | null): Found[] {
  if (used === null || total === null || total <= 0) return [];
  const words = `${name === '' ? '' : `${name} `}${used} of ${total}`;
  if (used < total) return [{ level: 'ok', text: `places for texts used: ${words}` }];
  const text = `its memory is full (${words}), so the network holds back what comes: delete texts on it`;
  return [{ level: 'problem', text }];
}
