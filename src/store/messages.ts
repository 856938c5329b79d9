import type { Selectable } from 'kysely';
import type { CodeKind } from '../domain/code.ts';
import type { LineEvent } from '../domain/line-status.ts';
import type { Message } from '../domain/message.ts';
import type { RoutingTrace } from '../domain/route.ts';
import type { Viewer } from '../domain/viewer.ts';
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

/** Newest first. */
export async function listMessages(
  database: Database,
  keyring: Keyring,
  viewer: Viewer,
  filter: MessageFilter,
): Promise<Message[]> {
  let query = database.read.selectFrom('messages').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (viewer.kind === 'person') query = query.where('owner_id', '=', viewer.personId);
  if (filter.line !== undefined) query = query.where('line_id', '=', filter.line);
  if (filter.service !== undefined) query = query.where('service', '=', filter.service);
  if (filter.hasCode !== undefined) query = query.where('has_code', '=', filter.hasCode ? 1 : 0);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  const rows = await query.execute();
  const sources = await sourcesOf(
    database,
    rows.map((row) => row.id),
  );
  return rows.map((row) => toMessage(keyring, row, sources.get(row.id) ?? []));
}

/** undefined: there is none, or not for this viewer. */
export async function getMessage(
  database: Database,
  keyring: Keyring,
  viewer: Viewer,
  id: string,
): Promise<Message | undefined> {
  let query = database.read.selectFrom('messages').selectAll().where('id', '=', id);
  if (viewer.kind === 'person') query = query.where('owner_id', '=', viewer.personId);
  const row = await query.executeTakeFirst();
  if (row === undefined) return undefined;
  const sources = await sourcesOf(database, [id]);
  return toMessage(keyring, row, sources.get(id) ?? []);
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
