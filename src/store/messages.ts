import { type Selectable, sql } from 'kysely';
import type { CodeKind } from '../domain/code.ts';
import type { LineEvent } from '../domain/line-status.ts';
import type { Message } from '../domain/message.ts';
import type { RoutingTrace } from '../domain/route.ts';
import { seesWhole, type View, type Viewer } from '../domain/viewer.ts';
import type { Database } from './database.ts';
import { hotQuery } from './hot-query.ts';
import type { Keyring } from './keyring.ts';
import type { Tables } from './tables.ts';

export interface MessageFilter {
  line?: string | undefined;
  service?: string | undefined;
  hasCode?: boolean | undefined;
  /** Messages older than this id (exclusive): the cursor of a page. */
  before?: string | undefined;
  /** 1 … 500. */
  limit: number;
}

/** A message as one viewer sees it: what they do not see is not in it. */
export type SeenMessage = Message & { view: View };

/**
 * Newest first. A person sees the messages of their lines, and those that a route sent to a destination of theirs, as
 * far as that destination shows them; an owner also that others came.
 */
export async function listMessages(
  database: Database,
  keyring: Keyring,
  viewer: Viewer,
  filter: MessageFilter,
): Promise<SeenMessage[]> {
  let query = database.read.selectFrom('messages').selectAll().orderBy('id', 'desc').limit(filter.limit);
  // What a hidden message is about must not be found out by asking for it.
  const asksWhat = filter.service !== undefined || filter.hasCode !== undefined;
  if (viewer.kind === 'person' && (asksWhat || !seesWhole(viewer)))
    query = query.where(isShownTo(database, viewer.personId));
  if (filter.line !== undefined) query = query.where('line_id', '=', filter.line);
  if (filter.service !== undefined) query = query.where('service', '=', filter.service);
  if (filter.hasCode !== undefined) query = query.where('has_code', '=', filter.hasCode ? 1 : 0);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  const rows = await query.execute();
  return toSeen(database, keyring, viewer, rows);
}

/** undefined: there is none, or not for this viewer. */
export async function getMessage(
  database: Database,
  keyring: Keyring,
  viewer: Viewer,
  id: string,
): Promise<SeenMessage | undefined> {
  let query = database.read.selectFrom('messages').selectAll().where('id', '=', id);
  if (viewer.kind === 'person' && !seesWhole(viewer)) query = query.where(isShownTo(database, viewer.personId));
  return (await toSeen(database, keyring, viewer, await query.execute()))[0];
}

/** Their line's, or sent to a destination of theirs as it is now: a later part may have made another text of it. */
function isShownTo(database: Database, personId: string) {
  const sent = database.read
    .selectFrom('deliveries')
    .innerJoin('messages as whole', (join) =>
      join.onRef('whole.id', '=', 'deliveries.message_id').onRef('whole.revision', '=', 'deliveries.message_revision'),
    )
    .select('deliveries.message_id')
    .where('deliveries.owner_id', '=', personId);
  return sql<boolean>`(messages.owner_id = ${personId} or messages.id in (${sent}))`;
}

async function toSeen(
  database: Database,
  keyring: Keyring,
  viewer: Viewer,
  rows: Selectable<Tables['messages']>[],
): Promise<SeenMessage[]> {
  const sources = await sourcesOf(
    database,
    rows.map((row) => row.id),
  );
  const views = await viewsOf(database, viewer, rows);
  return rows.map((row) => {
    const view = views.get(row.id) ?? 'hidden';
    return view === 'hidden' ? hiddenMessage(row) : limited(toMessage(keyring, row, sources.get(row.id) ?? []), view);
  });
}

/** As far as the most open of their destinations that it was sent to shows it. */
async function viewsOf(
  database: Database,
  viewer: Viewer,
  rows: Selectable<Tables['messages']>[],
): Promise<Map<string, View>> {
  if (viewer.kind === 'administrator') return new Map(rows.map((row) => [row.id, 'full']));
  const views = new Map<string, View>();
  const others = rows.filter((row) => row.owner_id !== viewer.personId);
  for (const row of rows) if (row.owner_id === viewer.personId) views.set(row.id, 'full');
  if (others.length === 0) return views;
  const sent = await database.read
    .selectFrom('deliveries')
    .innerJoin('messages', 'messages.id', 'deliveries.message_id')
    .innerJoin('destinations', 'destinations.id', 'deliveries.destination_id')
    .select(['deliveries.message_id', 'destinations.show'])
    .whereRef('deliveries.message_revision', '=', 'messages.revision')
    .where('deliveries.owner_id', '=', viewer.personId)
    .where(
      'deliveries.message_id',
      'in',
      others.map((row) => row.id),
    )
    .execute();
  for (const { message_id: id, show } of sent) {
    const view = openness.find((one) => one === show || one === views.get(id));
    views.set(id, view ?? 'notice');
  }
  return views;
}

/** The most open first. */
const openness: readonly View[] = ['full', 'code', 'notice'];

function limited(message: Message, view: View): SeenMessage {
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
    view: 'hidden',
  };
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

async function sourcesOf(database: Database, messageIds: string[]): Promise<Map<string, string[]>> {
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
