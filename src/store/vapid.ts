import { createECDH } from 'node:crypto';
import type { RandomBytes } from '../support/random.ts';
import { command, type Database } from './database.ts';
import type { Keyring } from './keyring.ts';
import { openSettings, sealSettings } from './sealed-settings.ts';

/** By these keys push services know the hub (RFC 8292): base64url, the public one uncompressed. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

const vapidSetting = 'vapid';

/** The hub's own keys, made once: browsers that subscribed with others could not be reached any more. */
export async function loadVapid(database: Database, keyring: Keyring, random: RandomBytes): Promise<VapidKeys> {
  const query = database.read.selectFrom('settings').select('value').where('name', '=', vapidSetting);
  const stored = (await query.executeTakeFirst())?.value;
  const value = stored ?? (await database.write(keepVapid, sealVapid(keyring, makeKeys(random))));
  return openSettings(keyring, value, 'settings', vapidSetting) as unknown as VapidKeys;
}

/** Of nodes that start together one makes them. */
const keepVapid = command('keepVapid', async (trx, value: string): Promise<string> => {
  const row = { name: vapidSetting, value };
  await trx
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const kept = trx.selectFrom('settings').select('value').where('name', '=', vapidSetting);
  return (await kept.executeTakeFirstOrThrow()).value;
});

function sealVapid(keyring: Keyring, keys: VapidKeys): string {
  return sealSettings(keyring, { ...keys }, ['privateKey'], 'settings', vapidSetting);
}

function makeKeys(random: RandomBytes): VapidKeys {
  const curve = createECDH('prime256v1');
  for (;;) {
    const secret = Buffer.from(random(32));
    try {
      curve.setPrivateKey(secret);
      return { publicKey: curve.getPublicKey('base64url', 'uncompressed'), privateKey: secret.toString('base64url') };
    } catch {
      // One of 2^32 numbers is not below the order of the curve.
    }
  }
}
