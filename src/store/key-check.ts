import { KeypigeonError } from '../domain/errors.ts';
import type { RandomBytes } from '../support/random.ts';
import { command, type Database } from './database.ts';
import { type Keyring, loadKeyring } from './keyring.ts';

const settingPrefix = 'key-proof:';

/**
 * Opens the keys and makes sure that they are the ones the store was sealed with: a missing or another key is refused,
 * and no fresh key is ever made over old data.
 */
export async function openKeyring(database: Database, keyFile: string, random: RandomBytes): Promise<Keyring> {
  const proofs = await database.read
    .selectFrom('settings')
    .selectAll()
    .where('name', 'like', `${settingPrefix}%`)
    .execute();
  const keyring = loadKeyring(keyFile, proofs.length === 0, random);
  for (const proof of proofs) checkProof(keyring, proof.name.slice(settingPrefix.length), proof.value, keyFile);
  await database.write(recordProofs, keyring);
  return keyring;
}

function checkProof(keyring: Keyring, keyId: string, expected: string, keyFile: string): void {
  if (!keyring.ids.includes(keyId)) {
    throw new KeypigeonError(
      'key-wrong',
      `${keyFile} lacks key ${keyId}, which sealed this store; put the right key file back`,
    );
  }
  if (keyring.proof(keyId) !== expected) {
    throw new KeypigeonError(
      'key-wrong',
      `key ${keyId} in ${keyFile} is not the one that sealed this store; put the right key file back`,
    );
  }
}

const recordProofs = command('recordProofs', async (trx, keyring: Keyring) => {
  const rows = keyring.ids.map((id) => ({ name: settingPrefix + id, value: keyring.proof(id) }));
  await trx
    .insertInto('settings')
    .values(rows)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  // Two nodes that start at once on an empty store: the first key wins, the other node is told.
  const kept = await trx
    .selectFrom('settings')
    .selectAll()
    .where(
      'name',
      'in',
      rows.map((row) => row.name),
    )
    .execute();
  for (const row of kept) {
    const keyId = row.name.slice(settingPrefix.length);
    if (keyring.proof(keyId) !== row.value) {
      throw new KeypigeonError(
        'key-wrong',
        `another node sealed this store with another key ${keyId}; give every node the same key file`,
      );
    }
  }
});
