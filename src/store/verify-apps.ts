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
}

export const usualAppSettings: VerifyAppSettings = { regions: null, limits: {}, testNumbers: [], console: false };

const read = hotQuery((db, { appId }: { appId: string }) =>
  db.selectFrom('verify_apps').selectAll().where('app_id', '=', appId),
);

export async function verifyAppSettings(
  database: Database,
  keyring: Keyring,
  appId: string,
): Promise<VerifyAppSettings> {
  const [row] = await read(database.read, { appId });
  if (row === undefined) return usualAppSettings;
  return {
    regions: row.regions === null ? null : (JSON.parse(row.regions) as string[]),
    limits: row.limits === null ? {} : (JSON.parse(row.limits) as VerifyAppSettings['limits']),
    testNumbers:
      row.test_numbers === null
        ? []
        : (JSON.parse(keyring.open(row.test_numbers, placeOf(appId))) as VerifyAppSettings['testNumbers']),
    console: row.console === 1,
  };
}

/** Seals what of the settings is secret. */
export function sealAppSettings(keyring: Keyring, appId: string, settings: VerifyAppSettings) {
  const { regions, limits, testNumbers, console } = settings;
  return {
    app_id: appId,
    regions: regions === null ? null : JSON.stringify(regions),
    limits: Object.keys(limits).length === 0 ? null : JSON.stringify(limits),
    test_numbers: testNumbers.length === 0 ? null : keyring.seal(JSON.stringify(testNumbers), placeOf(appId)),
    console: console ? 1 : 0,
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
  return { table: 'verify_apps', column: 'test_numbers', rowId };
}
