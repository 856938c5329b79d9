import type { DestinationKind } from '../destinations/destination.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { PushApi } from '../http/api.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { type PushSettings, removeSubscription, saveSubscription } from '../store/push-subscriptions.ts';
import type { VapidKeys } from '../store/vapid.ts';
import type { Clock } from '../support/clock.ts';
import type { RandomBytes } from '../support/random.ts';

export interface PushParts {
  kinds: DestinationKind[];
  database: Database;
  keyring: Keyring;
  clock: Clock;
  random: RandomBytes;
  vapid: VapidKeys;
  /** Destinations are to follow the store. */
  changed(): Promise<void>;
}

/** Browsers that people have notified. */
export function createPush({ kinds, database, keyring, clock, random, vapid, changed }: PushParts): PushApi {
  return {
    pushKey: vapid.publicKey,
    async savePush({ personId, actor }, settings) {
      checkSettings(settings, kinds);
      const newId = `push-${Buffer.from(random(6)).toString('hex')}`;
      const args = { personId, settings, newId, keyring, actor, now: clock.now() };
      const saved = await database.write(saveSubscription, args);
      if (saved.changed) await changed();
      return saved;
    },
    async removePush({ personId, actor }, id) {
      const removed = await database.write(removeSubscription, { id, personId, actor, now: clock.now() });
      if (!removed) throw new KeypigeonError('not-found', 'There is no browser of yours with this id.');
      await changed();
    },
  };
}

/** Of the schema of the destination; a `${NAME}` in it is no reference, but a mistake or an attempt to read the environment. */
function checkSettings(settings: PushSettings, kinds: DestinationKind[]): void {
  const schema = kinds.find(({ kind }) => kind === 'web-push')?.config;
  const [issue] = schema?.safeParse(settings).error?.issues ?? [];
  if (issue !== undefined) throw refuse(`${issue.path.join('.')}: ${issue.message}.`);
  const name = Object.entries(settings).find(([, value]) => value.includes('${'))?.[0];
  if (name !== undefined) throw refuse(`${name}: expected the browser's own value, without a reference.`);
}

function refuse(detail: string): KeypigeonError {
  return new KeypigeonError('invalid-request', detail);
}
