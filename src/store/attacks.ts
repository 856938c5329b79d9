import { type Attack, attackLastsMs } from '../domain/attack.ts';
import type { Viewer } from '../domain/viewer.ts';
import { type Actor, appendAudit } from './audit.ts';
import { command, type Database } from './database.ts';
import { tellOfMessage } from './tell-of-message.ts';

export interface AttackMark {
  /** By what the account is told from others; see `accountOf`. */
  account: string;
  message: { id: string; lineId: string; ownerId: string; service: string | null; receivedAt: number };
  personId: string | null;
  actor: Actor;
  now: number;
}

/** Once for each message, until it is taken back. false: it was marked already. */
export const markAttack = command(
  'markAttack',
  async (trx, { account, message, personId, actor, now }: AttackMark): Promise<boolean> => {
    const mark = { person_id: personId, marked_at: now, ends_at: now + attackLastsMs, taken_back_at: null };
    const marked = await trx
      .insertInto('attacks')
      .values({
        message_id: message.id,
        owner_id: message.ownerId,
        line_id: message.lineId,
        account,
        service: message.service,
        received_at: message.receivedAt,
        ...mark,
      })
      .onConflict((conflict) =>
        conflict.column('message_id').doUpdateSet(mark).where('attacks.taken_back_at', 'is not', null),
      )
      .returning('message_id')
      .execute();
    if (marked.length === 0) return false;
    await appendAudit(trx, { actor, action: 'message.not-me', subject: message.id, now });
    await tellOfMessage(trx, { messageId: message.id, kind: 'not-me', now });
    return true;
  },
);

/** By who said it, whose line it is, or an administrator. false: there is no such mark for this viewer. */
export const takeBackAttack = command(
  'takeBackAttack',
  async (trx, args: { messageId: string; viewer: Viewer; actor: Actor; now: number }): Promise<boolean> => {
    const { messageId, viewer, actor, now } = args;
    let query = trx
      .updateTable('attacks')
      .set({ taken_back_at: now })
      .where('message_id', '=', messageId)
      .where('taken_back_at', 'is', null);
    if (viewer.kind === 'person') {
      const { personId } = viewer;
      query = query.where((where) => where.or([where('owner_id', '=', personId), where('person_id', '=', personId)]));
    }
    const taken = await query.returning('message_id').executeTakeFirst();
    if (taken === undefined) return false;
    await appendAudit(trx, { actor, action: 'message.not-me-taken-back', subject: messageId, now });
    await tellOfMessage(trx, { messageId, kind: 'not-me', now });
    return true;
  },
);

/** Those that last, the newest first: of one's own lines, and what one said oneself. */
export async function listAttacks(database: Database, viewer: Viewer, now: number): Promise<Attack[]> {
  let query = database.read
    .selectFrom('attacks')
    .leftJoin('people', 'people.id', 'attacks.person_id')
    .selectAll('attacks')
    .select('people.name')
    .where('attacks.ends_at', '>', now)
    .where('attacks.taken_back_at', 'is', null)
    .orderBy('attacks.marked_at', 'desc')
    .limit(100);
  if (viewer.kind === 'person') {
    const { personId } = viewer;
    query = query.where((where) =>
      where.or([where('attacks.owner_id', '=', personId), where('attacks.person_id', '=', personId)]),
    );
  }
  return (await query.execute()).map((row) => ({
    messageId: row.message_id,
    lineId: row.line_id,
    service: row.service,
    by: row.person_id === null ? null : { person: row.person_id, name: row.name ?? row.person_id },
    markedAt: row.marked_at,
    endsAt: row.ends_at,
  }));
}
