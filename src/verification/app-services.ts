import type { App } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { type StoredAppSettings, verifyAppSettings } from '../store/verify-apps.ts';
import { defaultService, findDefaultService, findService, type VerifyService } from '../store/verify-services.ts';
import type { Clock } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';
import { createShortCache, type ShortCache } from '../support/short-cache.ts';

export interface AppServicesParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  ids: IdMaker;
}

/** What another node changed is followed so much later. */
const keptMs = 1_000;

/** What apps have set for their codes, remembered while nobody changes it. */
export class AppServices {
  readonly #parts: AppServicesParts;
  readonly #services: ShortCache<VerifyService | undefined>;
  readonly #settings: ShortCache<StoredAppSettings>;

  constructor(parts: AppServicesParts) {
    this.#parts = parts;
    const { version } = parts.database;
    this.#services = createShortCache(parts.clock, keptMs, version);
    this.#settings = createShortCache(parts.clock, keptMs, version);
  }

  /** The service of this app; undefined: there is none. */
  service(appId: string, id: string): Promise<VerifyService | undefined> {
    return this.#services.get(`${appId} ${id}`, () => findService(this.#parts.database, appId, id));
  }

  /** The app's own service, made at its first use. */
  async own(app: App): Promise<VerifyService> {
    const { database, ids, clock } = this.#parts;
    const make = () => database.write(defaultService, { id: ids(), appId: app.id, name: app.name, now: clock.now() });
    const own = async () => (await findDefaultService(database, app.id)) ?? (await make());
    return (await this.#services.get(`${app.id} its own`, own)) ?? (await own());
  }

  settings(appId: string): Promise<StoredAppSettings> {
    const { database, keyring } = this.#parts;
    return this.#settings.get(appId, () => verifyAppSettings(database, keyring, appId));
  }
}
