import { command } from './database.ts';

interface Returned {
  appId: string;
  verificationId: string;
  now: number;
}

/**
 * Takes the return from a hosted page, which is good once: it is kept beside the idempotency keys of apps, none of which
 * begins with a blank (RFC 9110 §5.5: they are trimmed). false: it was taken before.
 */
export const takeReturn = command(
  'takeReturn',
  async (trx, { appId, verificationId, now }: Returned): Promise<boolean> => {
    const taken = await trx
      .insertInto('verify_keys')
      .values({
        app_id: appId,
        key: ` return ${verificationId}`,
        body_hash: '',
        verification_id: verificationId,
        created_at: now,
      })
      .onConflict((conflict) => conflict.columns(['app_id', 'key']).doNothing())
      .executeTakeFirst();
    return taken.numInsertedOrUpdatedRows === 1n;
  },
);
