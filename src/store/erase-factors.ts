import type { Trx } from './database.ts';

/** All that the people of an app enrolled, and the browsers that they trusted. */
export async function eraseFactors(trx: Trx, appId: string): Promise<void> {
  const ofApp = trx.selectFrom('verify_factors').select('id').where('app_id', '=', appId);
  await trx.deleteFrom('verify_recovery_codes').where('factor_id', 'in', ofApp).execute();
  for (const table of ['verify_factor_addresses', 'verify_factors', 'verify_tries', 'verify_browsers'] as const)
    await trx.deleteFrom(table).where('app_id', '=', appId).execute();
}
