import type { Selectable } from 'kysely';
import type { CodeKind } from '../domain/code.ts';
import type { LineEvent } from '../domain/line-status.ts';
import type { Message, TakenBy } from '../domain/message.ts';
import type { RoutingTrace } from '../domain/route.ts';
import { seesWhole, type View, type Viewer } from '../domain/viewer.ts';
import type { Database } from './database.ts';
import { findMessages, type SearchWish } from './find-messages.ts';
import { hotQuery } from './hot-query.ts';
import type { Keyring } from './keyring.ts';
import { type MessageMarks, marksOf, noMarks } from './message-marks.ts';
import type { Tables } from './tables.ts';
import { takersOf } from './takers.ts';
import { isShownTo, type Reading, viewsOf } from './visibility.ts';

/** A message as one viewer sees it: what they do not see is not in it. */
export type SeenMessage = Message & MessageMarks & { view: View; takenBy: TakenBy | null };

/** What is asked for, newest first, however far it must be read for: for commands; a hub searches by its Searcher. */
export async function listMessages(
  database: Reading,
  keyring: Keyring,
  viewer: Viewer,
  wish: Omit<SearchWish, 'mostRead'>,
): Promise<SeenMessage[]> {
  const { ids } = await findMessages(database, keyring, viewer, { ...wish, mostRead: Number.POSITIVE_INFINITY });
  return readMessages(database, keyring, viewer, ids);
}

/**
 * The messages of these ids, newest first, as far as the viewer sees them: those of their lines, and those that a route
 * sent to a destination of theirs, as far as that destination shows them; an owner also that others came.
 */
export async function readMessages(
  database: Reading,
  keyring: Keyring,
  viewer: Viewer,
  ids: readonly string[],
): Promise<SeenMessage[]> {
  if (ids.length === 0) return [];
  let query = database.read.selectFrom('messages').selectAll().where('id', 'in', ids).orderBy('id', 'desc');
  if (viewer.kind === 'person' && !seesWhole(viewer)) query = query.where(isShownTo(viewer.personId));
  return toSeen(database, keyring, viewer, await query.execute());
}

/** undefined: there is none, or not for this viewer. */
export async function getMessage(
  database: Database,
  keyring: Keyring,
  viewer: Viewer,
  id: string,
): Promise<SeenMessage | undefined> {
  return (await readMessages(database, keyring, viewer, [id]))[0];
}

async function toSeen(
  database: Reading,
  keyring: Keyring,
  viewer: Viewer,
  rows: Selectable<Tables['messages']>[],
): Promise<SeenMessage[]> {
  const ids = rows.map((row) => row.id);
  const sources = await sourcesOf(database, ids);
  const takers = await takersOf(database.read, ids);
  const views = await viewsOf(database, viewer, rows);
  const marks = await marksOf(database, rows);
  return rows.map((row) => {
    const view = views.get(row.id) ?? 'hidden';
    if (view === 'hidden') return hiddenMessage(row);
    const message = limited(toMessage(keyring, row, sources.get(row.id) ?? []), view);
    return { ...message, ...(marks.get(row.id) ?? noMarks), takenBy: takers.get(row.id) ?? null };
  });
}

function limited(message: Message, view: View): Message & { view: View } {
  return {
    ...message,
    text: view === 'full' ? message.text : null,
    code: view === 'notice' ? null : message.code,
    view,
  };
}

/** Nothing but that something came, when and where: its times of purge would tell a code from a text. */
function hiddenMessage(row: Selectable<Tables['messages']>): SeenMessage {
  return {
    id: row.id,
    lineId: row.line_id,
    ownerId: row.owner_id,
    sender: '',
    text: null,
    code: null,
    kind: null,
    service: null,
    domain: null,
    embeddedDomain: null,
    confidence: 0,
    receivedAt: row.received_at,
    sentAt: null,
    sentAtLocal: null,
    expiresAt: null,
    deliverUntil: row.received_at,
    purgeAt: row.received_at,
    purgedAt: null,
    backlog: false,
    incomplete: false,
    event: null,
    revision: 1,
    sources: [],
    ...noMarks,
    view: 'hidden',
    takenBy: null,
  };
}

/** What is known of a message without its text and code. */
export type MessageMetadata = Pick<
  Message,
  | 'id'
  | 'lineId'
  | 'ownerId'
  | 'sender'
  | 'kind'
  | 'service'
  | 'domain'
  | 'receivedAt'
  | 'sentAt'
  | 'expiresAt'
  | 'backlog'
  | 'event'
> & { hasCode: boolean };

/** The metadata of these messages, newest first; nothing of those of which the viewer sees only that they came. */
export async function readMetadata(
  database: Reading,
  viewer: Viewer,
  ids: readonly string[],
): Promise<MessageMetadata[]> {
  if (ids.length === 0) return [];
  let query = database.read
    .selectFrom('messages')
    .select(['id', 'line_id', 'owner_id', 'sender', 'kind', 'service', 'domain', 'has_code'])
    .select(['received_at', 'sent_at', 'expires_at', 'backlog', 'event'])
    .where('id', 'in', ids)
    .orderBy('id', 'desc');
  if (viewer.kind === 'person') query = query.where(isShownTo(viewer.personId));
  return (await query.execute()).map((row) => ({
    id: row.id,
    lineId: row.line_id,
    ownerId: row.owner_id,
    sender: row.sender,
    kind: row.kind as CodeKind | null,
    service: row.service,
    domain: row.domain,
    hasCode: row.has_code === 1,
    receivedAt: row.received_at,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    backlog: row.backlog === 1,
    event: row.event as LineEvent | null,
  }));
}

/** The traces of a message, the newest revision first. */
export async function tracesOf(
  database: Database,
  viewer: Viewer,
  messageId: string,
): Promise<{ revision: number; trace: RoutingTrace }[]> {
  let query = database.read
    .selectFrom('traces')
    .innerJoin('messages', 'messages.id', 'traces.message_id')
    .select(['traces.revision', 'traces.trace'])
    .where('traces.message_id', '=', messageId)
    .orderBy('traces.revision', 'desc');
  if (viewer.kind === 'person') query = query.where('messages.owner_id', '=', viewer.personId);
  const rows = await query.execute();
  return rows.map((row) => ({ revision: row.revision, trace: JSON.parse(row.trace) as RoutingTrace }));
}

const sightingByKey = hotQuery((db, key: { sourceId: string; transportKey: string }) =>
  db
    .selectFrom('sightings')
    .innerJoin('messages', 'messages.id', 'sightings.message_id')
    .selectAll('messages')
    .where('sightings.source_id', '=', key.sourceId)
    .where('sightings.transport_key', '=', key.transportKey),
);

/** The message that a source brought under a transport key: for the hub itself, on nobody's behalf. */
export async function findByTransportKey(
  database: Database,
  keyring: Keyring,
  sourceId: string,
  transportKey: string,
): Promise<Message | undefined> {
  const rows = await sightingByKey(database.read, { sourceId, transportKey });
  const row = rows[0] as Selectable<Tables['messages']> | undefined;
  return row === undefined ? undefined : toMessage(keyring, row, [sourceId]);
}

async function sourcesOf(database: Reading, messageIds: string[]): Promise<Map<string, string[]>> {
  const sources = new Map<string, string[]>();
  if (messageIds.length === 0) return sources;
  const rows = await database.read
    .selectFrom('sightings')
    .select(['message_id', 'source_id'])
    .where('message_id', 'in', messageIds)
    .orderBy('seen_at')
    .execute();
  for (const row of rows) {
    const list = sources.get(row.message_id) ?? [];
    if (!list.includes(row.source_id)) list.push(row.source_id);
    sources.set(row.message_id, list);
  }
  return sources;
}

/** A row with text and code opened. */
export function toMessage(keyring: Keyring, row: Selectable<Tables['messages']>, sources: string[]): Message {
  const open = (column: 'text' | 'code') => {
    const sealed = row[column];
    return sealed === null ? null : keyring.open(sealed, { table: 'messages', column, rowId: row.id });
  };
  return {
    id: row.id,
    lineId: row.line_id,
    ownerId: row.owner_id,
    sender: row.sender,
    text: open('text'),
    code: open('code'),
    kind: row.kind as CodeKind | null,
    service: row.service,
    domain: row.domain,
    embeddedDomain: row.embedded_domain,
    confidence: row.confidence,
    receivedAt: row.received_at,
    sentAt: row.sent_at,
    sentAtLocal: row.sent_at_local,
    expiresAt: row.expires_at,
    deliverUntil: row.deliver_until,
    purgeAt: row.purge_at,
    purgedAt: row.purged_at,
    backlog: row.backlog === 1,
    incomplete: row.incomplete === 1,
    event: row.event as LineEvent | null,
    revision: row.revision,
    sources,
  };
}
