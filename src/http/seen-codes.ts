import { noteSeen } from '../store/audit.ts';
import type { SeenMessage } from '../store/messages.ts';
import type { HubApi } from './api.ts';
import type { Access } from './authenticate.ts';

/** So many are remembered as noted, so that a list that is read again costs no write. */
const most = 10_000;

/** Notes, before they are handed out, which codes a person is shown; an administrator's token is nobody's. */
export function createSeenCodes(hub: Pick<HubApi, 'database' | 'clock'>) {
  const noted = new Set<string>();
  return async ({ viewer, actor }: Pick<Access, 'viewer' | 'actor'>, messages: readonly SeenMessage[]) => {
    if (viewer.kind !== 'person') return;
    const { personId } = viewer;
    const keyOf = (id: string) => `${personId} ${id}`;
    const messageIds = messages.filter(({ id, code }) => code !== null && !noted.has(keyOf(id))).map(({ id }) => id);
    if (messageIds.length === 0) return;
    await hub.database.write(noteSeen, { messageIds, personId, actor, now: hub.clock.now() });
    if (noted.size > most) noted.clear();
    for (const id of messageIds) noted.add(keyOf(id));
  };
}
