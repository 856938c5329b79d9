import type { LineReport } from '../domain/line-report.ts';
import { mayLookAt, type Viewer } from '../domain/viewer.ts';
import type { Wait } from '../domain/wait.ts';
import { serviceKey } from '../extraction/service-key.ts';
import type { Database } from '../store/database.ts';
import { lastHeard } from '../store/heard.ts';
import type { Keyring } from '../store/keyring.ts';
import { listMessages, type SeenMessage } from '../store/messages.ts';
import type { Clock } from '../support/clock.ts';
import type { SeenLine, SeenText, WaitSight } from './causes.ts';

export interface SightParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  lines(): LineReport[];
  sources(): { id: string; line: string; health: { state: string; detail: string } }[];
}

/** So many of the newest texts are looked through. */
const newest = 50;
const working = new Set(['ok', 'degraded']);
/** With these a text carries something to type in. */
const codeKinds = new Set(['one-time-code', 'temporary-password', 'pick-up-code', 'transaction-code']);

/** What the one who waits may see around their wait; nothing of what is hidden from them. */
export async function sightOf(parts: SightParts, viewer: Viewer, wait: Wait): Promise<WaitSight> {
  const { database, keyring, clock } = parts;
  // An owner would also be told that something came to others: that says nothing here.
  const own: Viewer = viewer.kind === 'person' ? { kind: 'person', personId: viewer.personId } : viewer;
  const key = wait.service === null ? null : serviceKey(wait.service);
  const line = wait.line === null ? {} : { line: wait.line };
  const messages = await listMessages(database, keyring, own, { ...line, from: wait.startedAt, limit: newest });
  const heard = key === null ? [] : await lastHeard(database, own, wait.line);
  const ofService = heard.filter(({ service }) => serviceKey(service) === key).map(({ at }) => at);
  return {
    now: clock.now(),
    startedAt: wait.startedAt,
    service: wait.service,
    lines: linesOf(parts, viewer, wait),
    heardAt: ofService.length === 0 ? null : Math.max(...ofService),
    meanwhile: messages
      .filter((message) => message.event === null && !message.backlog)
      .map((message) => seenText(message, key, wait.personId)),
  };
}

function linesOf({ lines, sources }: SightParts, viewer: Viewer, wait: Wait): SeenLine[] {
  const isMeant = ({ line }: LineReport) =>
    wait.line === null
      ? viewer.kind === 'administrator' || line.ownerId === viewer.personId
      : line.id === wait.line && mayLookAt(viewer, line.ownerId);
  return lines()
    .filter(isMeant)
    .map(({ line, status }) => ({
      id: line.id,
      number: line.number,
      status,
      sources: sources()
        .filter((source) => source.line === line.id)
        .map(({ id, health }) => ({ id, trouble: working.has(health.state) ? null : health.detail || health.state })),
    }));
}

function seenText(message: SeenMessage, key: string | null, personId: string | null): SeenText {
  const { service, kind, waitedBy } = message;
  return {
    isOfService: key === null || (service !== null && serviceKey(service) === key),
    hasCode: kind !== null && codeKinds.has(kind),
    wonBy: waitedBy === null || waitedBy.person === personId ? null : waitedBy.name,
  };
}
