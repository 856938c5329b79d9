import { KeypigeonError } from '../domain/errors.ts';
import { type Actor, appendAudit } from './audit.ts';
import { command, type Trx } from './database.ts';
import type { Keyring } from './keyring.ts';
import { openSettings, sealSettings } from './sealed-settings.ts';

const kind = 'web-push';
const secrets = ['endpoint', 'p256dh', 'auth'];
/** Browsers that one person has notified. */
const mostOfPerson = 10;

/** What a browser gives, as the settings of its destination. */
export interface PushSettings {
  endpoint: string;
  p256dh: string;
  auth: string;
  name: string;
}

export interface SavedSubscription {
  id: string;
  isNew: boolean;
  /** False: it stands there just so. */
  changed: boolean;
}

/**
 * Makes a browser a destination of a person; the same endpoint again brings that one up to date. A browser notifies whom
 * it belongs to now: another person's destination with its endpoint goes.
 *
 * @throws KeypigeonError `not-found` without such a person, `conflict` when they have ten
 */
export const saveSubscription = command(
  'saveSubscription',
  async (
    trx,
    args: { personId: string; settings: PushSettings; newId: string; keyring: Keyring; actor: Actor; now: number },
  ): Promise<SavedSubscription> => {
    const { personId, settings, keyring, actor, now } = args;
    await lockPerson(trx, personId);
    const all = await subscriptions(trx, keyring);
    const same = all.filter(({ endpoint }) => endpoint === settings.endpoint);
    const mine = same.find(({ owner }) => owner === personId);
    for (const one of all.filter(({ id, owner, off }) => id !== mine?.id && off && owner === personId))
      await retire(trx, one.id, now);
    for (const one of same.filter(({ owner }) => owner !== personId)) {
      await retire(trx, one.id, now);
      await appendAudit(trx, { actor, action: 'push.removed', subject: one.id, now });
    }
    if (mine !== undefined) {
      const changed = mine.off || JSON.stringify(mine.settings) !== JSON.stringify(settings);
      if (changed) await update(trx, mine.id, sealedSettings(keyring, mine.id, settings));
      return { id: mine.id, isNew: false, changed };
    }
    if (all.filter(({ owner, off }) => owner === personId && !off).length >= mostOfPerson)
      throw new KeypigeonError('conflict', `There are ${mostOfPerson} browsers of yours already: remove one first.`);
    const id = args.newId;
    const config = sealedSettings(keyring, id, settings);
    const row = { kind, owner_id: personId, enabled: 1, show: 'code', template: null, config, provisioned: 0 };
    await trx
      .insertInto('destinations')
      .values({ id, ...row })
      .execute();
    await appendAudit(trx, { actor, action: 'push.added', subject: id, now });
    return { id, isNew: true, changed: true };
  },
);

/** false: this person has no such browser. */
export const removeSubscription = command(
  'removeSubscription',
  async (trx, args: { id: string; personId: string; actor: Actor; now: number }): Promise<boolean> => {
    const { id, personId, actor, now } = args;
    const found = await ofPeople(trx).select('id').where('id', '=', id).where('owner_id', '=', personId).execute();
    if (found.length === 0) return false;
    await retire(trx, id, now);
    await appendAudit(trx, { actor, action: 'push.removed', subject: id, now });
    return true;
  },
);

/** Browsers of somebody who is removed, or whose way in somebody else had. */
export async function retireSubscriptionsOf(trx: Trx, personId: string, now: number): Promise<void> {
  for (const { id } of await ofPeople(trx).select('id').where('owner_id', '=', personId).execute())
    await retire(trx, id, now);
}

/** Two requests of one person come one after the other, so that neither miscounts. */
async function lockPerson(trx: Trx, id: string): Promise<void> {
  const locked = await trx
    .updateTable('people')
    .set({ id })
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (locked.numUpdatedRows === 0n) throw new KeypigeonError('not-found', 'There is no person with this id.');
}

async function subscriptions(trx: Trx, keyring: Keyring) {
  const rows = await ofPeople(trx).select(['id', 'owner_id', 'config', 'off_at']).execute();
  return rows.map((row) => {
    const settings = openSettings(keyring, row.config, 'destinations', row.id);
    return { id: row.id, owner: row.owner_id, off: row.off_at !== null, endpoint: settings.endpoint, settings };
  });
}

function ofPeople(trx: Trx) {
  return trx
    .selectFrom('destinations')
    .where('kind', '=', kind)
    .where('provisioned', '=', 0)
    .where('retired_at', 'is', null);
}

function sealedSettings(keyring: Keyring, id: string, { endpoint, p256dh, auth, name }: PushSettings): string {
  return sealSettings(keyring, { endpoint, p256dh, auth, name }, secrets, 'destinations', id);
}

async function update(trx: Trx, id: string, config: string): Promise<void> {
  await trx
    .updateTable('destinations')
    .set({ config, off_at: null, off_reason: null, enabled: 1 })
    .where('id', '=', id)
    .execute();
}

/** Nothing needs its endpoint any more. */
async function retire(trx: Trx, id: string, now: number): Promise<void> {
  await trx.updateTable('destinations').set({ retired_at: now, config: '{}' }).where('id', '=', id).execute();
}
