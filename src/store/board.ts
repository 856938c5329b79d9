import type { Viewer } from '../domain/viewer.ts';
import { findMessages } from './find-messages.ts';
import type { Keyring } from './keyring.ts';
import { readMessages, type SeenMessage } from './messages.ts';
import type { Reading } from './visibility.ts';

/** A code that can be used now, and the names of those who wait for it. */
export interface DueCode {
  message: SeenMessage & { code: string };
  for: string[];
}

/** More than a wall can show. */
const mostCodes = 20;
/** The newest so many messages are looked at: codes live for minutes. */
const mostLookedAt = 400;
const longestLifeMs = 24 * 3_600_000;

/** The codes that are due now and whose digits the viewer sees, newest first. */
export async function dueCodes(database: Reading, keyring: Keyring, viewer: Viewer, now: number): Promise<DueCode[]> {
  const { ids } = await findMessages(database, keyring, viewer, {
    hasCode: true,
    dueAt: now,
    from: now - longestLifeMs,
    limit: mostCodes,
    mostRead: mostLookedAt,
  });
  const seen = await readMessages(database, keyring, viewer, ids);
  const messages = seen.filter(isDue).filter((message) => isMeant(message, viewer));
  const names = await namesFor(database, viewer, messages);
  return messages.map((message) => ({ message, for: names.get(message.id) ?? [] }));
}

function isDue(message: SeenMessage): message is SeenMessage & { code: string } {
  return message.code !== null && !message.backlog;
}

/** What somebody else was waiting for is not for a wall, also where the line is one's own. */
function isMeant({ waitedBy }: SeenMessage, viewer: Viewer): boolean {
  return waitedBy === null || viewer.kind === 'administrator' || waitedBy.person === viewer.personId;
}

/** To whom each was sent, else whose line it is; of somebody else's message only that the viewer is meant. */
async function namesFor(
  { read }: Reading,
  viewer: Viewer,
  messages: readonly SeenMessage[],
): Promise<Map<string, string[]>> {
  if (messages.length === 0) return new Map();
  const sent = await read
    .selectFrom('deliveries')
    .select(['message_id', 'message_revision', 'owner_id'])
    .distinct()
    .where(
      'message_id',
      'in',
      messages.map(({ id }) => id),
    )
    .orderBy('owner_id')
    .execute();
  const people = new Map(
    (await read.selectFrom('people').select(['id', 'name']).execute()).map((one) => [one.id, one.name]),
  );
  const personsOf = ({ id, revision, ownerId, waitedBy }: SeenMessage): string[] => {
    if (waitedBy !== null) return [waitedBy.person];
    if (viewer.kind === 'person' && viewer.personId !== ownerId) return [viewer.personId];
    const readers = sent.filter((row) => row.message_id === id && row.message_revision === revision);
    return readers.length === 0 ? [ownerId] : readers.map((row) => row.owner_id);
  };
  return new Map(messages.map((one) => [one.id, personsOf(one).map((person) => people.get(person) ?? person)]));
}
