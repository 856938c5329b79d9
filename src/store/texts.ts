import type { Selectable } from 'kysely';
import type { SentText, SentTextState } from '../domain/sent-text.ts';
import type { Viewer } from '../domain/viewer.ts';
import { command, type Database, type Trx } from './database.ts';
import { appendEvent } from './events.ts';
import type { Keyring } from './keyring.ts';
import type { Tables } from './tables.ts';

export type TextRow = Selectable<Tables['texts']>;

/** The words of a text are kept this long after its last change of state. */
export const textKeptMs = 24 * 3_600_000;

export interface NewText {
  id: string;
  ownerId: string;
  /** In the order in which they are tried, at least one. */
  lines: readonly string[];
  appId: string | null;
  to: string;
  from: string | null;
  segments: number;
  /** Sealed by `sealText`. */
  sealed: { text: string; callback: string | null };
  idempotencyKey: string | null;
  nodeId: string;
  now: number;
  /** Not sent any more after this. */
  sendUntil: number;
}

/** Seals what of a text is secret for its row. */
export function sealText(keyring: Keyring, id: string, secret: { text: string; callback: string | null }) {
  return {
    text: keyring.seal(secret.text, placeOf('text', id)),
    callback: secret.callback === null ? null : keyring.seal(secret.callback, placeOf('callback', id)),
  };
}

/** Stores a text that waits. The same key of the same owner gives back the text of the first time instead. */
export const createText = command(
  'createText',
  async (trx, text: NewText): Promise<{ row: TextRow; created: boolean }> => {
    const created = await trx
      .insertInto('texts')
      .values(rowOf(text))
      .onConflict((conflict) =>
        conflict.columns(['owner_id', 'idempotency_key']).where('idempotency_key', 'is not', null).doNothing(),
      )
      .returningAll()
      .executeTakeFirst();
    if (created !== undefined) {
      await appendTextEvent(trx, created);
      return { row: created, created: true };
    }
    const row = await trx
      .selectFrom('texts')
      .selectAll()
      .where('owner_id', '=', text.ownerId)
      .where('idempotency_key', '=', text.idempotencyKey)
      .executeTakeFirstOrThrow();
    return { row, created: false };
  },
);

/** The text of this key of the owner; undefined: none yet, or it is erased. */
export function textByKey(database: Database, ownerId: string, idempotencyKey: string): Promise<TextRow | undefined> {
  return database.read
    .selectFrom('texts')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
}

function rowOf(text: NewText): TextRow {
  return {
    id: text.id,
    owner_id: text.ownerId,
    line_id: text.lines[0] ?? '',
    lines: JSON.stringify(text.lines),
    app_id: text.appId,
    source_id: null,
    to_number: text.to,
    from_number: text.from,
    text: text.sealed.text,
    segments: text.segments,
    state: 'queued',
    reason: null,
    error_code: null,
    receipt: null,
    callback: text.sealed.callback,
    told_state: null,
    idempotency_key: text.idempotencyKey,
    node_id: text.nodeId,
    created_at: text.now,
    sent_at: null,
    updated_at: text.now,
    send_until: text.sendUntil,
    purge_at: text.sendUntil + textKeptMs,
    purged_at: null,
  };
}

export interface TextChanges {
  id: string;
  /** Only from these states. */
  from: readonly SentTextState[];
  /** Only where this node holds it; null: whoever does. */
  nodeId: string | null;
  state: SentTextState;
  reason: string | null;
  /** Left out: as it was. */
  lineId?: string;
  sourceId?: string;
  receipt?: string;
  errorCode?: number | null;
  /** When it was handed over; null: it was not after all. */
  sentAt?: number | null;
  now: number;
}

/** One change of state, with its event; undefined: the text is not in such a state any more, or another node's. */
export const changeText = command('changeText', async (trx, changes: TextChanges): Promise<TextRow | undefined> => {
  let update = trx
    .updateTable('texts')
    .set({
      state: changes.state,
      reason: changes.reason,
      updated_at: changes.now,
      ...(changes.lineId === undefined ? {} : { line_id: changes.lineId }),
      ...(changes.sourceId === undefined ? {} : { source_id: changes.sourceId }),
      ...(changes.receipt === undefined ? {} : { receipt: changes.receipt }),
      ...(changes.errorCode === undefined ? {} : { error_code: changes.errorCode }),
      ...(changes.sentAt === undefined ? {} : { sent_at: changes.sentAt }),
      ...(changes.state === 'queued' ? {} : { purge_at: changes.now + textKeptMs }),
    })
    .where('id', '=', changes.id)
    .where('state', 'in', changes.from);
  if (changes.nodeId !== null) update = update.where('node_id', '=', changes.nodeId);
  const row = await update.returningAll().executeTakeFirst();
  if (row !== undefined) await appendTextEvent(trx, row);
  return row;
});

/** Tells live views how a text is now. */
export function appendTextEvent(
  trx: Trx,
  row: Pick<TextRow, 'id' | 'line_id' | 'owner_id' | 'state' | 'updated_at'>,
): Promise<void> {
  const data = { textId: row.id, line: row.line_id, state: row.state };
  return appendEvent(trx, {
    kind: 'text',
    ownerId: row.owner_id,
    data: JSON.stringify(data),
    createdAt: row.updated_at,
  });
}

export interface TextFilter {
  lineId?: string | undefined;
  appId?: string | undefined;
  state?: SentTextState | undefined;
  /** E.164. */
  to?: string | undefined;
  /** Texts older than this id (exclusive). */
  before?: string | undefined;
  /** 1 … 1,000. */
  limit: number;
}

/** Newest first. A person sees the texts of their own lines. */
export async function listTexts(
  database: Database,
  keyring: Keyring,
  viewer: Viewer,
  filter: TextFilter,
): Promise<SentText[]> {
  let query = database.read.selectFrom('texts').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (viewer.kind === 'person') query = query.where('owner_id', '=', viewer.personId);
  if (filter.lineId !== undefined) query = query.where('line_id', '=', filter.lineId);
  if (filter.appId !== undefined) query = query.where('app_id', '=', filter.appId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.to !== undefined) query = query.where('to_number', '=', filter.to);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return (await query.execute()).map((row) => toSentText(keyring, row));
}

/** undefined: there is none, or not for this viewer. */
export async function getText(
  database: Database,
  keyring: Keyring,
  viewer: Viewer,
  id: string,
): Promise<SentText | undefined> {
  let query = database.read.selectFrom('texts').selectAll().where('id', '=', id);
  if (viewer.kind === 'person') query = query.where('owner_id', '=', viewer.personId);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : toSentText(keyring, row);
}

/** Does another text than this one carry the receipt? */
export async function isReceiptOfAnother(
  database: Database,
  { id, sourceId, receipt }: { id: string; sourceId: string; receipt: string },
): Promise<boolean> {
  const other = await database.read
    .selectFrom('texts')
    .select('id')
    .where('source_id', '=', sourceId)
    .where('receipt', '=', receipt)
    .where('id', '!=', id)
    .executeTakeFirst();
  return other !== undefined;
}

/** The hub's own look at a row, on nobody's behalf. */
export async function textRow(database: Database, id: string): Promise<TextRow | undefined> {
  return database.read.selectFrom('texts').selectAll().where('id', '=', id).executeTakeFirst();
}

export function toSentText(keyring: Keyring, row: TextRow): SentText {
  return {
    id: row.id,
    ownerId: row.owner_id,
    lineId: row.line_id,
    appId: row.app_id,
    to: row.to_number,
    from: row.from_number,
    text: row.text === null ? null : keyring.open(row.text, placeOf('text', row.id)),
    segments: row.segments,
    state: row.state as SentTextState,
    reason: row.reason,
    errorCode: row.error_code,
    receipt: row.receipt,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    updatedAt: row.updated_at,
  };
}

/** The address that the asker is told by; null: none. */
export function callbackOf(keyring: Keyring, row: Pick<TextRow, 'id' | 'callback'>): string | null {
  return row.callback === null ? null : keyring.open(row.callback, placeOf('callback', row.id));
}

function placeOf(column: 'text' | 'callback', rowId: string) {
  return { table: 'texts', column, rowId };
}
