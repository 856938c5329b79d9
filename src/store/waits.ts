import { type Selectable, sql } from 'kysely';
import type { Viewer } from '../domain/viewer.ts';
import type { Wait, WaitCause, WaitState } from '../domain/wait.ts';
import { type Actor, appendAudit } from './audit.ts';
import { command, type Database } from './database.ts';
import { appendWaitEvent, isWaitOpen } from './give-to-waiting.ts';
import type { Tables } from './tables.ts';

/** Waits that came to nothing are kept a day, those that brought a code (without it) for what they teach. */
export const fruitlessKeptMs = 86_400_000;

/** So many at once are more than anybody needs, and few enough that each text is compared in no time. */
export const mostOpenWaits = 10;

const longestList = 50;

export interface NewWait {
  id: string;
  personId: string | null;
  service: string | null;
  serviceKey: string | null;
  lineId: string | null;
  startedAt: number;
  endsAt: number;
  usualDelayMs: number;
  actor: Actor;
}

/** false: this person has as many open ones as one may have. */
export const beginWait = command('beginWait', async (trx, wait: NewWait): Promise<boolean> => {
  const open = await trx
    .selectFrom('waits')
    .select((select) => select.fn.countAll().as('count'))
    .where(isWaitOpen)
    .where('ends_at', '>', wait.startedAt)
    .where(isOf(wait.personId))
    .executeTakeFirstOrThrow();
  if (Number(open.count) >= mostOpenWaits) return false;
  await trx
    .insertInto('waits')
    .values({
      id: wait.id,
      person_id: wait.personId,
      service: wait.service,
      service_key: wait.serviceKey,
      line_id: wait.lineId,
      state: 'waiting',
      started_at: wait.startedAt,
      ends_at: wait.endsAt,
      usual_delay_ms: wait.usualDelayMs,
    })
    .execute();
  await appendAudit(trx, { actor: wait.actor, action: 'wait.began', subject: wait.id, now: wait.startedAt });
  await appendWaitEvent(trx, wait, wait.startedAt);
  return true;
});

/** The one who waits has had enough. One that is over stays as it is; false: there is none of this person. */
export const endWait = command(
  'endWait',
  async (trx, args: { id: string; viewer: Viewer; now: number }): Promise<boolean> => {
    let query = trx.selectFrom('waits').select('person_id').where('id', '=', args.id);
    if (args.viewer.kind === 'person') query = query.where('person_id', '=', args.viewer.personId);
    const found = await query.executeTakeFirst();
    if (found === undefined) return false;
    const ended = await trx
      .updateTable('waits')
      .set({ state: 'ended' })
      .where('id', '=', args.id)
      .where(isWaitOpen)
      .where('ends_at', '>', args.now)
      .returning('id')
      .execute();
    if (ended.length > 0) await appendWaitEvent(trx, { id: args.id, personId: found.person_id }, args.now);
    return true;
  },
);

/** Nothing came in the usual time, or in all the time. A code that came meanwhile stands. */
export const noteNothing = command(
  'noteNothing',
  async (trx, args: { id: string; causes: WaitCause[]; advice: string[]; now: number }): Promise<boolean> => {
    const { causes, advice } = args;
    const noted = await trx
      .updateTable('waits')
      .set({ state: 'nothing', said: JSON.stringify({ causes, advice }) })
      .where('id', '=', args.id)
      .where(isWaitOpen)
      .returning('person_id')
      .executeTakeFirst();
    if (noted === undefined) return false;
    await appendWaitEvent(trx, { id: args.id, personId: noted.person_id }, args.now);
    return true;
  },
);

/** Newest first; a person's own, an administrator sees all. */
export async function listWaits(database: Database, viewer: Viewer): Promise<Wait[]> {
  let query = database.read.selectFrom('waits').selectAll().orderBy('seq', 'desc').limit(longestList);
  if (viewer.kind === 'person') query = query.where('person_id', '=', viewer.personId);
  return (await query.execute()).map(toWait);
}

/** undefined: there is none, or not of this viewer. */
export async function getWait(database: Database, viewer: Viewer, id: string): Promise<Wait | undefined> {
  let query = database.read.selectFrom('waits').selectAll().where('id', '=', id);
  if (viewer.kind === 'person') query = query.where('person_id', '=', viewer.personId);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : toWait(row);
}

/** Everybody's that a code may still come to: for the hub itself. */
export async function openWaits(database: Database, now: number): Promise<Wait[]> {
  const rows = await database.read
    .selectFrom('waits')
    .selectAll()
    .where(isWaitOpen)
    .where('ends_at', '>', now)
    .execute();
  return rows.map(toWait);
}

/** What the last waits for this service took, in milliseconds: one's own, and those that codes to one's own lines ended. */
export async function waitDurations(
  database: Database,
  viewer: Viewer,
  about: { serviceKey: string; lineId: string | null; limit: number },
): Promise<number[]> {
  let query = database.read
    .selectFrom('waits')
    .select(['started_at', 'came_at'])
    .where('service_key', '=', about.serviceKey)
    .where(sql<boolean>`state = 'came'`)
    .orderBy('seq', 'desc')
    .limit(about.limit);
  if (about.lineId !== null) query = query.where('came_line', '=', about.lineId);
  if (viewer.kind === 'person') {
    const { personId } = viewer;
    query = query.where((where) =>
      where.or([
        where('person_id', '=', personId),
        where('came_line', 'in', where.selectFrom('lines').select('lines.id').where('lines.owner_id', '=', personId)),
      ]),
    );
  }
  return (await query.execute()).flatMap(({ started_at: from, came_at: at }) =>
    at === null ? [] : [Math.max(at - from, 0)],
  );
}

function isOf(personId: string | null) {
  return personId === null ? sql<boolean>`person_id is null` : sql<boolean>`person_id = ${personId}`;
}

function toWait(row: Selectable<Tables['waits']>): Wait {
  const said = row.said === null ? null : (JSON.parse(row.said) as Pick<Wait, 'causes' | 'advice'>);
  return {
    id: row.id,
    personId: row.person_id,
    service: row.service,
    line: row.line_id,
    state: row.state as WaitState,
    startedAt: row.started_at,
    endsAt: row.ends_at,
    usualDelayMs: row.usual_delay_ms,
    messageId: row.message_id,
    causes: said?.causes ?? [],
    advice: said?.advice ?? [],
  };
}
