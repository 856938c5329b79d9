import type { LimitName, LimitRule } from '../domain/send-limits.ts';
import { command, type Database } from './database.ts';
import { hotQuery } from './hot-query.ts';
import type { Keyring } from './keyring.ts';

/** What an app may do in verification. */
export interface VerifyAppSettings {
  /** ISO 3166 regions that it may send to; null: the hub's own region only. */
  regions: string[] | null;
  /** Where it has others than the usual ones: how many within the short and within the long time. */
  limits: Partial<Record<LimitName, Pick<LimitRule, 'short' | 'long'>>>;
  /** Numbers (E.164) that are sent nothing and whose code is fixed: for tests of the app. */
  testNumbers: { number: string; code: string }[];
  /** Its codes are printed by the hub in place of being sent. */
  console: boolean;
  /** What its codes may cost in a day (UTC), in millionths of the unit of the currency; null: no ceiling. */
  dailyCostMicros: number | null;
  /** Regions and beginnings of numbers that are never blocked, as `US` and `+4479`. */
  safe: string[];
  /** So long a code is good. */
  lifetimeMinutes: number;
  /** Who has an authenticator app may be sent a code in its place. */
  fallBackFromTotp: boolean;
  /** On pages of which its codes are typed, which they are bound to; null: none. */
  domain: string | null;
  /** Where its hosted pages may lead back to, without query: `https://shop.example/login`. */
  returnUrls: string[];
}

export const usualAppSettings: VerifyAppSettings = {
  regions: null,
  limits: {},
  testNumbers: [],
  console: false,
  dailyCostMicros: null,
  safe: [],
  lifetimeMinutes: 10,
  fallBackFromTotp: false,
  domain: null,
  returnUrls: [],
};

/** With what is known of the app besides. */
export interface StoredAppSettings extends VerifyAppSettings {
  /** Somebody of it has, or had, an authenticator app. */
  hasTotp: boolean;
}

const read = hotQuery((db, { appId }: { appId: string }) =>
  db.selectFrom('verify_apps').selectAll().where('app_id', '=', appId),
);

export async function verifyAppSettings(
  database: Database,
  keyring: Keyring,
  appId: string,
): Promise<StoredAppSettings> {
  const [row] = await read(database.read, { appId });
  if (row === undefined) return { ...usualAppSettings, hasTotp: false };
  const secret = row.sealed === null ? {} : (JSON.parse(keyring.open(row.sealed, placeOf(appId))) as SecretSettings);
  const changed = JSON.parse(row.settings) as Partial<VerifyAppSettings>;
  return { ...usualAppSettings, ...changed, ...secret, hasTotp: row.has_totp === 1 };
}

/** What of the settings nobody reads in a copy of the database. */
type SecretSettings = Pick<VerifyAppSettings, 'testNumbers'>;

/** Settings as they are stored: what is secret apart. */
export function sealAppSettings(keyring: Keyring, appId: string, { testNumbers, ...open }: VerifyAppSettings) {
  const secret: SecretSettings = { testNumbers };
  const hasSecrets = testNumbers.length > 0;
  return {
    app_id: appId,
    settings: JSON.stringify(open),
    sealed: hasSecrets ? keyring.seal(JSON.stringify(secret), placeOf(appId)) : null,
  };
}

export const saveAppSettings = command(
  'saveAppSettings',
  async (trx, sealed: ReturnType<typeof sealAppSettings>): Promise<void> => {
    const { app_id: _, ...changed } = sealed;
    await trx
      .insertInto('verify_apps')
      .values(sealed)
      .onConflict((conflict) => conflict.column('app_id').doUpdateSet(changed))
      .execute();
  },
);

function placeOf(rowId: string) {
  return { table: 'verify_apps', column: 'sealed', rowId };
}
