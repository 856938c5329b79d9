import { createHmac, type KeyObject } from 'node:crypto';
import type { DeliveryItem } from '../delivery/item.ts';
import { type Extraction, nothingFound } from '../domain/code.ts';
import type { Show } from '../domain/delivery.ts';
import { type Lifetimes, lifetimes } from '../domain/lifetime.ts';
import type { Line } from '../domain/line.ts';
import type { InboundMessage, Message, ReceiveReceipt } from '../domain/message.ts';
import { normalizeAddress } from '../domain/phone-number.ts';
import type { RoutingTrace } from '../domain/route.ts';
import type { Step } from '../domain/step.ts';
import { extract } from '../extraction/extract.ts';
import { isKnownService } from '../extraction/service-known.ts';
import { type Committed, commitMessage } from '../store/commit-message.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { findByTransportKey } from '../store/messages.ts';
import { dropParts } from '../store/parts.ts';
import type { Tables } from '../store/tables.ts';
import type { Clock } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';
import { awaitedText } from './awaited.ts';
import type { ReceptionRules } from './rules.ts';
import { withoutNul } from './without-nul.ts';

export interface ReceptionParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  ids: IdMaker;
  nodeId: string;
  /** Lines, routes and destinations as configured now. */
  rules(): ReceptionRules;
  /** What was committed and is to be sent now. */
  dispatch(items: DeliveryItem[]): void;
  /** Deliveries of an older revision that are not to go out any more. */
  drop(canceled: { id: string; destinationId: string }[]): void;
  onStep(step: Step): void;
  /** Is it a text of a line test? Then it is noted when this resolves. Asked for each text, so others cost no query. */
  takeTest(source: { id: string; line: Line }, line: Line, inbound: InboundMessage): Promise<boolean>;
  /** May somebody be waiting for a code? Asked for each text, so it costs no query. */
  mayBeAwaited(receivedAt: number): boolean;
  /** Waits that came to their end by a text. */
  onFulfilled(waitIds: string[]): void;
  /** After each commit: metrics, live views. `isText`: no backlog and no event. */
  onReceived(
    receipt: ReceiveReceipt,
    tookMs: number,
    came: { lineId: string; receivedAt: number; isText: boolean },
  ): void;
}

export type Receive = (source: { id: string; line: Line }, inbound: InboundMessage) => Promise<ReceiveReceipt>;

/** A text with all that was found out about it, before it is written. */
interface Draft {
  id: string;
  inbound: InboundMessage;
  line: Line;
  sender: string;
  receivedAt: number;
  found: Extraction;
  life: Lifetimes;
  trace: RoutingTrace;
  revises: Message | undefined;
}

/**
 * The only door: extract, match, commit message, deliveries and trace in one transaction, then hand over to the
 * dispatcher. Resolves after the commit and never before, so that a source may acknowledge then.
 */
export function createReceive(parts: ReceptionParts): Receive {
  const contentSecret = parts.keyring.derive('content key');
  return async (source, given) => {
    const inbound = withoutNul(given);
    const began = performance.now();
    parts.onStep('received');
    if (await isTest(parts, source, inbound)) return { messageId: '', outcome: 'known' };
    const draft = await draftMessage(parts, source, inbound);
    if (draft === 'unchanged') return receiptOfUnchanged(parts, source.id, inbound);
    const message = toRow(parts.keyring, draft, contentSecret);
    const deliveries = draftDeliveries(parts, draft);
    const committed = await parts.database.write(commitMessage, {
      message,
      sourceId: source.id,
      transportKey: inbound.transportKey,
      revises: draft.revises !== undefined,
      trace: draft.trace,
      deliveries,
      parts: inbound.parts ?? [],
      awaited: parts.mayBeAwaited(draft.receivedAt) ? awaitedText(draft, parts.rules()) : null,
    });
    parts.onStep('committed');
    parts.drop(committed.canceled.map((row) => ({ id: row.id, destinationId: row.destination_id })));
    parts.dispatch(toItems(draft, committed, source.id));
    parts.onStep('dispatched');
    if (committed.fulfilled.length > 0) parts.onFulfilled(committed.fulfilled);
    const receipt = { messageId: committed.messageId, outcome: committed.outcome };
    const isText = inbound.event === undefined && inbound.backlog !== true;
    parts.onReceived(receipt, performance.now() - began, {
      lineId: draft.line.id,
      receivedAt: draft.receivedAt,
      isText,
    });
    return receipt;
  };
}

/** A line test's text goes no further: it is no message, and nobody is told of it. */
async function isTest(parts: ReceptionParts, source: { id: string; line: Line }, inbound: InboundMessage) {
  if (inbound.event !== undefined) return false;
  const line = parts.rules().lineOf(inbound.to, source.line);
  if (!(await parts.takeTest(source, line, inbound))) return false;
  if (inbound.parts !== undefined) await parts.database.write(dropParts, { sourceId: source.id, ids: inbound.parts });
  return true;
}

async function draftMessage(
  parts: ReceptionParts,
  source: { id: string; line: Line },
  inbound: InboundMessage,
): Promise<Draft | 'unchanged'> {
  const rules = parts.rules();
  const receivedAt = parts.clock.now();
  const revises = await findRevised(parts, source.id, inbound);
  if (revises?.text === inbound.text) return 'unchanged';
  const line = rules.lineOf(inbound.to, source.line);
  const sender = normalizeAddress(inbound.sender, rules.defaultRegion);
  const found = inbound.event === undefined ? extract(inbound.text, { sender, receivedAt }) : nothingFound;
  const shown = { ...found, service: tellableService(found) };
  const life = lifetimes({
    receivedAt,
    sentAt: inbound.sentAt,
    hasCode: found.code !== null,
    expiresInSeconds: found.expiresInSeconds,
  });
  const trace = rules.match(line, {
    lineId: line.id,
    sender,
    text: inbound.text,
    service: found.service,
    hasCode: found.code !== null,
    receivedAt,
    event: inbound.event ?? null,
  });
  return { id: revises?.id ?? parts.ids(), inbound, line, sender, receivedAt, found: shown, life, trace, revises };
}

/**
 * The service is kept in plain, also when the text is erased. In a text that is about no account its name may be the
 * beginning of a letter (`I am late: …`), so there only a name that the table knows is kept; routes see what was found.
 */
function tellableService({ code, kind, service }: Extraction): string | null {
  const isAboutAccount = code !== null || kind !== null;
  return service !== null && (isAboutAccount || isKnownService(service)) ? service : null;
}

async function findRevised(
  parts: ReceptionParts,
  sourceId: string,
  inbound: InboundMessage,
): Promise<Message | undefined> {
  if (inbound.revises === undefined) return undefined;
  return findByTransportKey(parts.database, parts.keyring, sourceId, inbound.revises);
}

async function receiptOfUnchanged(
  parts: ReceptionParts,
  sourceId: string,
  inbound: InboundMessage,
): Promise<ReceiveReceipt> {
  const known = await findByTransportKey(
    parts.database,
    parts.keyring,
    sourceId,
    inbound.revises ?? inbound.transportKey,
  );
  if (inbound.parts !== undefined) {
    await parts.database.write(dropParts, { sourceId, ids: inbound.parts });
  }
  return { messageId: known?.id ?? '', outcome: 'known' };
}

function toRow(keyring: Keyring, draft: Draft, contentSecret: KeyObject): Tables['messages'] {
  const { id, inbound, line, sender, found, life } = draft;
  const seal = (column: string, value: string) => keyring.seal(value, { table: 'messages', column, rowId: id });
  return {
    id,
    owner_id: line.ownerId,
    line_id: line.id,
    sender,
    text: seal('text', inbound.text),
    code: found.code === null ? null : seal('code', found.code),
    kind: found.kind,
    has_code: found.code === null ? 0 : 1,
    service: found.service,
    domain: found.domain,
    embedded_domain: found.embeddedDomain,
    confidence: found.confidence,
    received_at: draft.receivedAt,
    sent_at: inbound.sentAt ?? null,
    sent_at_local: inbound.sentAtLocal ?? null,
    sent_at_is_network: inbound.sentAtIsNetworkTime === true ? 1 : 0,
    expires_at: life.expiresAt,
    deliver_until: life.deliverUntil,
    purge_at: life.purgeAt,
    purged_at: null,
    backlog: inbound.backlog === true ? 1 : 0,
    incomplete: inbound.incomplete === true ? 1 : 0,
    event: inbound.event ?? null,
    revision: 1,
    content_key: inbound.backlog === true ? null : contentKey(contentSecret, draft),
    waited_by: null,
  };
}

/** Recognises the same text brought by another source, and tells nothing about it. */
function contentKey(secret: KeyObject, { line, sender, inbound }: Draft): string {
  const content = JSON.stringify([line.id, sender, inbound.text.normalize('NFC')]);
  return createHmac('sha256', secret).update(content).digest('base64url');
}

/** One for each destination; none for a backlog. What came too late or cannot be sent is written all the same, so that it shows. */
function draftDeliveries(parts: ReceptionParts, draft: Draft): Tables['deliveries'][] {
  if (draft.inbound.backlog === true) return [];
  const rules = parts.rules();
  const late = draft.life.deliverUntil <= draft.receivedAt;
  return draft.trace.destinations.map(({ destinationId, route }) => {
    const destination = rules.destinationOf(destinationId);
    const off = destination?.off;
    const state = late ? 'expired' : off === undefined ? 'pending' : 'failed';
    const reason = late
      ? 'it was sent so long ago that its lifetime is over'
      : off === undefined
        ? null
        : `turned off: ${off}`;
    return {
      id: parts.ids(),
      message_id: draft.id,
      message_revision: 1,
      destination_id: destinationId,
      owner_id: destination?.ownerId ?? draft.line.ownerId,
      route,
      state,
      reason,
      priority: draft.found.code === null ? 1 : 0,
      attempts: 0,
      node_id: parts.nodeId,
      created_at: draft.receivedAt,
      first_attempt_at: null,
      next_attempt_at: state === 'pending' ? draft.receivedAt : null,
      deliver_until: draft.life.deliverUntil,
      settled_at: state === 'pending' ? null : draft.receivedAt,
      receipt: null,
      show: null,
    };
  });
}

function toItems(draft: Draft, committed: Committed, sourceId: string): DeliveryItem[] {
  const message = presentable(draft, committed, sourceId);
  return committed.deliveries
    .filter((row) => row.state === 'pending')
    .map((row) => ({
      id: row.id,
      messageId: row.message_id,
      messageRevision: row.message_revision,
      destinationId: row.destination_id,
      ownerId: row.owner_id,
      route: row.route,
      priority: row.priority,
      attempts: 0,
      firstAttemptAt: null,
      nextAttemptAt: row.created_at,
      deliverUntil: row.deliver_until,
      show: row.show as Show | null,
      lineId: draft.line.id,
      message,
    }));
}

function presentable(draft: Draft, committed: Committed, sourceId: string): DeliveryItem['message'] {
  const { inbound, found, life, revises } = draft;
  return {
    id: committed.messageId,
    revision: committed.revision,
    sender: draft.sender,
    text: inbound.text,
    code: found.code,
    kind: found.kind,
    service: found.service,
    domain: found.domain,
    receivedAt: draft.receivedAt,
    sentAt: inbound.sentAt ?? null,
    sentAtLocal: inbound.sentAtLocal ?? null,
    event: inbound.event ?? null,
    expiresAt: life.expiresAt,
    deliverUntil: life.deliverUntil,
    sources: revises?.sources ?? [sourceId],
  };
}
