import { sql } from 'kysely';
import type { RoutingTrace } from '../domain/route.ts';
import { type AwaitedText, isAwaitedBy } from '../domain/wait.ts';
import type { Trx } from './database.ts';
import { appendEvent } from './events.ts';
import { hotQuery } from './hot-query.ts';
import type { Tables } from './tables.ts';

type DeliveryRow = Tables['deliveries'];

/** A text that is being committed. */
export interface Givable {
  message: Pick<Tables['messages'], 'id' | 'line_id' | 'received_at'>;
  trace: RoutingTrace;
  deliveries: DeliveryRow[];
  awaited: AwaitedText | null;
}

export interface Given {
  /** Who had waited; null: nobody who takes it from others. */
  waitedBy: string | null;
  trace: RoutingTrace;
  deliveries: DeliveryRow[];
  /** Ids of the waits that came to their end by it. */
  fulfilled: string[];
}

/** Written as literals: SQLite does not see that a partial index serves where the values are bound. */
export const isWaitOpen = sql<boolean>`state in ('waiting', 'nothing')`;

/**
 * Within the receiving transaction: the text goes to whoever began to wait for it first among those who see it anyway,
 * and deliveries to others become notices. `before`: who had waited for an earlier revision of it and so keeps it.
 */
export async function giveToWaiting(trx: Trx, text: Givable, before: string | null): Promise<Given> {
  if (before !== null) return givenTo(await earlierWinner(trx, before), text, []);
  if (text.awaited === null) return givenTo(null, text, []);
  const { awaited } = text;
  const open = await openWaits(trx, { at: text.message.received_at });
  let winner: Winner | null = null;
  const fulfilled: string[] = [];
  for (const wait of open) {
    const { id, person_id: personId, service, service_key: key, line_id: lineId, name, retired_at: retiredAt } = wait;
    if (retiredAt !== null || !isAwaitedBy({ personId, serviceKey: key, lineId }, awaited)) continue;
    // The winner's other waits for it end as well: they would take a second code from the others.
    if (personId !== null && winner !== null && personId !== winner.personId) continue;
    if (!(await fulfil(trx, { id, personId }, text.message))) continue;
    fulfilled.push(id);
    if (personId !== null) winner ??= { personId, name: name ?? personId, service };
  }
  return givenTo(winner, text, fulfilled);
}

interface Winner {
  personId: string;
  name: string;
  service: string | null;
}

/** What is nobody's, or the winner's, stays as its destination shows it. */
function givenTo(winner: Winner | null, { trace, deliveries }: Givable, fulfilled: string[]): Given {
  if (winner === null) return { waitedBy: null, trace, deliveries, fulfilled };
  const { personId, name, service } = winner;
  const isOthers = (row: DeliveryRow) => row.owner_id !== '' && row.owner_id !== personId;
  const narrowed = deliveries.filter(isOthers).map((row) => row.destination_id);
  return {
    waitedBy: personId,
    trace: { ...trace, waited: { person: personId, name, service, narrowed } },
    deliveries: deliveries.map((row) => (isOthers(row) ? { ...row, show: 'notice' } : row)),
    fulfilled,
  };
}

async function earlierWinner(trx: Trx, personId: string): Promise<Winner> {
  const person = await trx.selectFrom('people').select('name').where('id', '=', personId).executeTakeFirst();
  return { personId, name: person?.name ?? personId, service: null };
}

/** false: it ended, or another text came to it, since it was read. Of two transactions that try, one gets the row. */
async function fulfil(
  trx: Trx,
  wait: { id: string; personId: string | null },
  message: Givable['message'],
): Promise<boolean> {
  const taken = await setCame(trx, {
    id: wait.id,
    messageId: message.id,
    at: message.received_at,
    lineId: message.line_id,
  });
  if (taken.length === 0) return false;
  await appendWaitEvent(trx, wait, message.received_at);
  return true;
}

/** Tells whoever waits; an administrator hears of every wait. */
export function appendWaitEvent(trx: Trx, wait: { id: string; personId: string | null }, now: number): Promise<void> {
  const data = JSON.stringify({ waitId: wait.id });
  return appendEvent(trx, { kind: 'wait', ownerId: wait.personId ?? '', data, createdAt: now });
}

const openWaits = hotQuery((db, { at }: { at: number }) =>
  db
    .selectFrom('waits')
    .leftJoin('people', 'people.id', 'waits.person_id')
    .select([
      'waits.id',
      'waits.person_id',
      'waits.service',
      'waits.service_key',
      'waits.line_id',
      'people.name',
      'people.retired_at',
    ])
    .where(isWaitOpen)
    .where('waits.ends_at', '>', at)
    .orderBy('waits.seq'),
);

const setCame = hotQuery((db, came: { id: string; messageId: string; at: number; lineId: string }) =>
  db
    .updateTable('waits')
    .set({ state: 'came', message_id: came.messageId, came_at: came.at, came_line: came.lineId, said: null })
    .where('id', '=', came.id)
    .where(isWaitOpen)
    .where('ends_at', '>', came.at)
    .returning('id'),
);
