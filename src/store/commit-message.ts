import type { RoutingTrace } from '../domain/route.ts';
import type { AwaitedText } from '../domain/wait.ts';
import { command, type Trx } from './database.ts';
import { appendEvent } from './events.ts';
import { type Given, giveToWaiting } from './give-to-waiting.ts';
import { hotQuery } from './hot-query.ts';
import { overtaken } from './outbox.ts';
import { deleteParts } from './parts.ts';
import type { Tables } from './tables.ts';

type MessageRow = Tables['messages'];
type DeliveryRow = Tables['deliveries'];

/** Sightings of one text by different sources: this far apart, or 2 s where both carry the SMSC's time. */
export const sightingWindowMs = 120_000;
const networkTimeWindowMs = 2_000;

export interface CommitMessage {
  message: MessageRow;
  sourceId: string;
  transportKey: string;
  /** True when `message.id` is there already and this is its next revision. */
  revises: boolean;
  trace: RoutingTrace;
  deliveries: DeliveryRow[];
  /** Ids of stored parts that this text consists of: erased with the same commit. */
  parts: string[];
  /** How those who wait are asked about it; null: it has no code to wait for, or nobody waits. */
  awaited: AwaitedText | null;
}

export interface Committed {
  messageId: string;
  outcome: 'new' | 'sighting' | 'known' | 'revised';
  /** What was written and is to be sent now; empty for sightings and known texts. */
  deliveries: DeliveryRow[];
  /** Deliveries of an older revision that had not gone out and will not. */
  canceled: { id: string; destination_id: string }[];
  revision: number;
  /** Ids of the waits that it ended. */
  fulfilled: string[];
}

/** The one transaction of `receive()`: message, sighting, deliveries, trace and event, or a sighting of one that is there. */
export const commitMessage = command('commitMessage', async (trx, args: CommitMessage): Promise<Committed> => {
  await deleteParts(trx, args.sourceId, args.parts);
  if (args.revises) return reviseMessage(trx, args);
  const claimed = await insertSighting(trx, sightingOf(args, args.message.id));
  if (claimed.length === 0) return knownMessage(trx, args);
  const twin = await findTwin(trx, args);
  if (twin !== undefined) return joinSighting(trx, args, twin);
  const messageId = args.message.id;
  const given = await giveToWaiting(trx, args, null);
  const message = { ...args.message, waited_by: given.waitedBy };
  await insertMessage(trx, message);
  await insertTrace(trx, { messageId, revision: 1, trace: JSON.stringify(given.trace) });
  for (const delivery of given.deliveries) await insertDelivery(trx, delivery);
  await tellReaders(trx, message, 'message', given.deliveries);
  return { messageId, outcome: 'new', canceled: [], revision: 1, ...sentOn(given) };
});

function sentOn({ deliveries, fulfilled }: Given): Pick<Committed, 'deliveries' | 'fulfilled'> {
  return { deliveries, fulfilled };
}

/** Nothing is written for it, or to be sent. */
function without(messageId: string, outcome: Committed['outcome']): Committed {
  return { messageId, outcome, deliveries: [], canceled: [], revision: 1, fulfilled: [] };
}

function sightingOf(args: CommitMessage, messageId: string): Tables['sightings'] {
  return {
    source_id: args.sourceId,
    transport_key: args.transportKey,
    message_id: messageId,
    seen_at: args.message.received_at,
    // What was there before us is the owner's history, not ours to erase.
    erased: args.message.backlog,
  };
}

async function knownMessage(trx: Trx, args: CommitMessage): Promise<Committed> {
  const rows = await findSighting(trx, { sourceId: args.sourceId, transportKey: args.transportKey });
  return without(rows[0]?.message_id ?? '', 'known');
}

/** The earliest message of the same content in the window that this source has not seen yet. */
async function findTwin(trx: Trx, args: CommitMessage): Promise<string | undefined> {
  const key = args.message.content_key;
  if (key === null) return undefined;
  // The claim's row is locked until this transaction ends: two nodes with the same text go one after the other.
  await claimContent(trx, { contentKey: key, now: args.message.received_at });
  const twins = await twinsOf(trx, { contentKey: key, since: args.message.received_at - sightingWindowMs });
  const bySource = new Map<string, { sentAt: number | null; sources: string[] }>();
  for (const twin of twins) {
    const entry = bySource.get(twin.id) ?? { sentAt: twin.sent_at_is_network === 1 ? twin.sent_at : null, sources: [] };
    entry.sources.push(twin.source_id);
    bySource.set(twin.id, entry);
  }
  const sentAt = args.message.sent_at_is_network === 1 ? args.message.sent_at : null;
  for (const [id, entry] of bySource) {
    if (entry.sources.includes(args.sourceId)) continue;
    if (sentAt !== null && entry.sentAt !== null && Math.abs(sentAt - entry.sentAt) > networkTimeWindowMs) continue;
    return id;
  }
  return undefined;
}

async function joinSighting(trx: Trx, args: CommitMessage, messageId: string): Promise<Committed> {
  await repointSighting(trx, { sourceId: args.sourceId, transportKey: args.transportKey, messageId });
  await appendEvent(trx, {
    kind: 'sighting',
    ownerId: args.message.owner_id,
    data: JSON.stringify({ messageId, source: args.sourceId }),
    createdAt: args.message.received_at,
  });
  return without(messageId, 'sighting');
}

/** A late part: revision n+1, with deliveries of its own; the caller has made sure that the text changed. */
async function reviseMessage(trx: Trx, args: CommitMessage): Promise<Committed> {
  const messageId = args.message.id;
  const seen = await insertSighting(trx, sightingOf(args, messageId));
  if (seen.length === 0) return without(messageId, 'known');
  const old = await trx
    .selectFrom('messages')
    .select(['revision', 'backlog', 'waited_by'])
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow();
  const revision = old.revision + 1;
  const sendable = old.backlog === 1 ? [] : args.deliveries;
  const awaited = old.backlog === 1 ? null : args.awaited;
  const given = await giveToWaiting(trx, { ...args, deliveries: sendable, awaited }, old.waited_by);
  const { id: _id, owner_id: _owner, received_at: _received, backlog: _backlog, ...changes } = args.message;
  await trx
    .updateTable('messages')
    .set({ ...changes, revision, purged_at: null, waited_by: given.waitedBy })
    .where('id', '=', messageId)
    .execute();
  await insertTrace(trx, { messageId, revision, trace: JSON.stringify(given.trace) });
  const canceled = await cancelOpen(trx, messageId, args.message.received_at);
  const deliveries = given.deliveries.map((delivery) => ({ ...delivery, message_revision: revision }));
  for (const delivery of deliveries) await insertDelivery(trx, delivery);
  await tellReaders(trx, { ...args.message, revision }, 'message.revised', deliveries);
  return { messageId, outcome: 'revised', deliveries, canceled, revision, fulfilled: given.fulfilled };
}

/** What has not gone out yet goes out once, as the whole text. */
function cancelOpen(trx: Trx, messageId: string, now: number): Promise<Committed['canceled']> {
  return trx
    .updateTable('deliveries')
    .set({ state: 'canceled', reason: overtaken, settled_at: now, next_attempt_at: null })
    .where('message_id', '=', messageId)
    .where('state', '=', 'pending')
    .returning(['id', 'destination_id'])
    .execute();
}

/** An event for the one whose line it is, and a copy for each other person whom it was sent to: they may see it from now on. */
async function tellReaders(trx: Trx, message: MessageRow, kind: string, deliveries: DeliveryRow[]): Promise<void> {
  const data = {
    messageId: message.id,
    line: message.line_id,
    service: message.service,
    hasCode: message.has_code === 1,
    backlog: message.backlog === 1,
    event: message.event,
  };
  const event = { kind, data: JSON.stringify(data), createdAt: message.received_at };
  await appendEvent(trx, { ...event, ownerId: message.owner_id });
  const others = new Set(deliveries.map((delivery) => delivery.owner_id));
  others.delete(message.owner_id);
  for (const ownerId of others) {
    await putReader(trx, { personId: ownerId, messageId: message.id, revision: message.revision });
    await appendEvent(trx, { ...event, ownerId, copy: true });
  }
}

const putReader = hotQuery((db, row: { personId: string; messageId: string; revision: number }) =>
  db
    .insertInto('message_readers')
    .values({ person_id: row.personId, message_id: row.messageId, revision: row.revision })
    .onConflict((conflict) => conflict.columns(['person_id', 'message_id']).doUpdateSet({ revision: row.revision })),
);

const insertSighting = hotQuery((db, row: Tables['sightings']) =>
  db
    .insertInto('sightings')
    .values({
      source_id: row.source_id,
      transport_key: row.transport_key,
      message_id: row.message_id,
      seen_at: row.seen_at,
      erased: row.erased,
    })
    .onConflict((conflict) => conflict.columns(['source_id', 'transport_key']).doNothing())
    .returning('message_id'),
);

const findSighting = hotQuery((db, key: { sourceId: string; transportKey: string }) =>
  db
    .selectFrom('sightings')
    .select('message_id')
    .where('source_id', '=', key.sourceId)
    .where('transport_key', '=', key.transportKey),
);

const repointSighting = hotQuery((db, row: { sourceId: string; transportKey: string; messageId: string }) =>
  db
    .updateTable('sightings')
    .set({ message_id: row.messageId })
    .where('source_id', '=', row.sourceId)
    .where('transport_key', '=', row.transportKey),
);

const claimContent = hotQuery((db, claim: { contentKey: string; now: number }) =>
  db
    .insertInto('content_claims')
    .values({ content_key: claim.contentKey, claimed_at: claim.now })
    .onConflict((conflict) => conflict.column('content_key').doUpdateSet({ claimed_at: claim.now })),
);

const twinsOf = hotQuery((db, key: { contentKey: string; since: number }) =>
  db
    .selectFrom('messages')
    .innerJoin('sightings', 'sightings.message_id', 'messages.id')
    .select(['messages.id', 'messages.sent_at', 'messages.sent_at_is_network', 'sightings.source_id'])
    .where('messages.content_key', '=', key.contentKey)
    .where('messages.received_at', '>=', key.since)
    .orderBy('messages.id'),
);

const insertTrace = hotQuery((db, row: { messageId: string; revision: number; trace: string }) =>
  db.insertInto('traces').values({ message_id: row.messageId, revision: row.revision, trace: row.trace }),
);

const insertMessage = hotQuery((db, row: MessageRow) =>
  db.insertInto('messages').values({
    id: row.id,
    owner_id: row.owner_id,
    line_id: row.line_id,
    sender: row.sender,
    text: row.text,
    code: row.code,
    kind: row.kind,
    has_code: row.has_code,
    service: row.service,
    domain: row.domain,
    embedded_domain: row.embedded_domain,
    confidence: row.confidence,
    received_at: row.received_at,
    sent_at: row.sent_at,
    sent_at_local: row.sent_at_local,
    sent_at_is_network: row.sent_at_is_network,
    expires_at: row.expires_at,
    deliver_until: row.deliver_until,
    purge_at: row.purge_at,
    purged_at: row.purged_at,
    backlog: row.backlog,
    incomplete: row.incomplete,
    event: row.event,
    revision: row.revision,
    content_key: row.content_key,
    waited_by: row.waited_by,
  }),
);

export const insertDelivery = hotQuery((db, row: DeliveryRow) =>
  db.insertInto('deliveries').values({
    id: row.id,
    message_id: row.message_id,
    message_revision: row.message_revision,
    destination_id: row.destination_id,
    owner_id: row.owner_id,
    route: row.route,
    state: row.state,
    reason: row.reason,
    priority: row.priority,
    attempts: row.attempts,
    node_id: row.node_id,
    created_at: row.created_at,
    first_attempt_at: row.first_attempt_at,
    next_attempt_at: row.next_attempt_at,
    deliver_until: row.deliver_until,
    settled_at: row.settled_at,
    receipt: row.receipt,
    show: row.show,
  }),
);
