import { command, type Database, type Trx } from './database.ts';
import { takersOf } from './takers.ts';
import { tellOfMessage } from './tell-of-message.ts';

/** Who did something, and from where. */
export interface Actor {
  kind: 'person' | 'token' | 'local' | 'nobody';
  personId: string | null;
  address: string | null;
}

export interface AuditEntry {
  id: number;
  at: number;
  actor: string;
  personId: string | null;
  action: string;
  subject: string | null;
  address: string | null;
}

/** Entries are kept a year and a little. */
export const auditKeptMs = 400 * 86_400_000;

export interface NewAuditEntry {
  actor: Actor;
  /** What was done, as `sign-in` or `person.added`. */
  action: string;
  /** What it was done to: an id; never a secret. */
  subject: string | null;
  now: number;
}

export const recordAudit = command('recordAudit', (trx, entry: NewAuditEntry) => appendAudit(trx, entry));

export async function appendAudit(trx: Trx, { actor, action, subject, now }: NewAuditEntry): Promise<void> {
  await trx
    .insertInto('audit')
    .values({ at: now, actor: actor.kind, person_id: actor.personId, action, subject, address: actor.address })
    .execute();
}

/** Newest first. */
export async function listAudit(
  database: Database,
  filter: { before?: number | undefined; personId?: string | undefined; limit: number },
): Promise<AuditEntry[]> {
  let query = database.read.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(filter.limit);
  if (filter.before !== undefined) query = query.where('seq', '<', filter.before);
  if (filter.personId !== undefined) query = query.where('person_id', '=', filter.personId);
  return (await query.execute()).map(({ seq, person_id: personId, ...row }) => ({ id: Number(seq), personId, ...row }));
}

/** Once for each person and message: they were shown its code. */
export const noteSeen = command(
  'noteSeen',
  async (trx, args: { messageIds: string[]; personId: string; actor: Actor; now: number }): Promise<void> => {
    for (const messageId of args.messageIds) {
      const first = await trx
        .insertInto('code_views')
        .values({ message_id: messageId, person_id: args.personId, seen_at: args.now, copied_at: null })
        .onConflict((conflict) => conflict.columns(['message_id', 'person_id']).doNothing())
        .returning('message_id')
        .execute();
      if (first.length > 0) await appendAudit(trx, { ...args, action: 'code.seen', subject: messageId });
    }
  },
);

/** Somebody took the code; all who see the message hear of it, so that two don't use it. */
export const noteCopied = command(
  'noteCopied',
  async (trx, args: { messageId: string; personId: string; actor: Actor; now: number }): Promise<void> => {
    const { messageId, personId, now } = args;
    await trx
      .insertInto('code_views')
      .values({ message_id: messageId, person_id: personId, seen_at: now, copied_at: now })
      .onConflict((conflict) =>
        conflict
          .columns(['message_id', 'person_id'])
          .doUpdateSet((taken) => ({ copied_at: taken.fn.coalesce('code_views.copied_at', taken.val(now)) })),
      )
      .execute();
    await appendAudit(trx, { ...args, action: 'code.copied', subject: messageId });
    const taker = (await takersOf(trx, [messageId])).get(messageId);
    const takenBy = taker === undefined ? null : { ...taker, at: new Date(taker.at).toISOString() };
    await tellOfMessage(trx, { messageId, kind: 'message.copied', now, data: { person: personId, takenBy } });
  },
);
