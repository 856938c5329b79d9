import type {
  CanarySetting,
  DestinationSetting,
  GeneralChanges,
  LineSetting,
  ProviderSetting,
  RouteSetting,
  SourceSetting,
} from '../config/configuration.ts';
import { type Actor, appendAudit } from './audit.ts';
import { generalSetting, readStored, type StoredConfiguration, testsSetting } from './configuration.ts';
import {
  destinationRow,
  forgetSource,
  lineRow,
  lockConfiguration,
  providerRow,
  putSetting,
  routeRow,
  type Sealing,
  sealGeneral,
  sourceRow,
} from './configuration-rows.ts';
import { command, type Database, type Trx } from './database.ts';
import type { Keyring } from './keyring.ts';
import { provisionedFile, provisionedHash } from './provision.ts';

/** What is known of an id besides the thing itself. */
export interface Mark {
  /** A file made it and still names it. */
  provisioned: boolean;
  /** It is not there any more; its history is. */
  retired: boolean;
  /** Whose it is or was; null for sources, providers and routes. */
  owner: string | null;
  /** Of destinations: how much it shows. */
  show: string | null;
}

/** The configuration with what decides who may change what. `publicUrl` still holds its reference. */
export interface StoredItems {
  configuration: StoredConfiguration;
  /** By id, of all that there are or were. */
  marks: Record<'people' | 'lines' | 'sources' | 'destinations' | 'providers' | 'routes', Map<string, Mark>>;
  /** The file that was applied last; null: none ever was. */
  file: string | null;
}

/** What comes in an order. */
export type Ordered = 'providers' | 'routes';

/** One change of the configuration. */
export type Change =
  | { put: 'lines'; setting: LineSetting }
  | { put: 'sources'; setting: SourceSetting }
  | { put: 'destinations'; setting: DestinationSetting }
  | { put: 'providers'; setting: ProviderSetting }
  | { put: 'routes'; setting: RouteSetting }
  | { retire: 'lines' | 'sources' | 'destinations' | 'providers' | 'routes'; id: string }
  /** Ids of all that were made by hand, in their new order. */
  | { order: string[]; of: Ordered }
  | { general: GeneralChanges };

export interface ConfigurationChange extends Sealing {
  /** Looks at what is there and says what to do, or throws. Pure: it may be asked twice. */
  decide(stored: StoredItems): Change;
  actor: Actor;
  now: number;
}

/** One change, decided on what is there and written in the same transaction, with an entry that says who made it. */
export const changeConfiguration = command('changeConfiguration', async (trx, args: ConfigurationChange) => {
  await lockConfiguration(trx);
  const stored = await readItems(trx, args.keyring);
  const change = args.decide(stored);
  await apply(trx, change, stored, args);
  const { actor, now } = args;
  await appendAudit(trx, { actor, action: actionOf(change), subject: subjectOf(change), now });
});

export function loadItems(database: Database, keyring: Keyring): Promise<StoredItems> {
  return readItems(database.read, keyring);
}

async function readItems(db: Trx, keyring: Keyring): Promise<StoredItems> {
  const configuration = await readStored(db, keyring);
  const columns = ['id', 'provisioned', 'retired_at'] as const;
  const people = await db.selectFrom('people').select(columns).execute();
  const lines = await db
    .selectFrom('lines')
    .select([...columns, 'owner_id'])
    .execute();
  const sources = await db.selectFrom('sources').select(columns).execute();
  const destinations = await db
    .selectFrom('destinations')
    .select([...columns, 'owner_id', 'show'])
    .execute();
  const providers = await db.selectFrom('providers').select(columns).execute();
  const routes = await db.selectFrom('routes').select(columns).execute();
  const names = [provisionedHash, provisionedFile];
  const files = await db.selectFrom('settings').selectAll().where('name', 'in', names).execute();
  const nameOfFile = files.find(({ name }) => name === provisionedFile)?.value ?? 'the configuration file';
  return {
    configuration,
    marks: {
      people: marksOf(people),
      lines: marksOf(lines),
      sources: marksOf(sources),
      destinations: marksOf(destinations),
      providers: marksOf(providers),
      routes: marksOf(routes),
    },
    file: files.some(({ name }) => name === provisionedHash) ? nameOfFile : null,
  };
}

/** Is it the file's, and changed there only? */
export function isTestOfFile({ file, configuration }: StoredItems, { id }: Pick<CanarySetting, 'id'>): boolean {
  return file !== null && configuration.testsOfFile.has(id);
}

interface MarkRow {
  id: string;
  provisioned: number;
  retired_at: number | null;
  owner_id?: string;
  show?: string;
}

function marksOf(rows: readonly MarkRow[]): Map<string, Mark> {
  return new Map(
    rows.map(({ id, provisioned, retired_at, owner_id: owner = null, show = null }) => {
      const retired = retired_at !== null;
      return [id, { provisioned: provisioned === 1 && !retired, retired, owner, show }];
    }),
  );
}

async function apply(trx: Trx, change: Change, stored: StoredItems, args: ConfigurationChange): Promise<void> {
  if ('general' in change) {
    const { canaries } = change.general;
    const ofFile = canaries.filter((one) => isTestOfFile(stored, one));
    const byHand = canaries.filter((one) => !ofFile.includes(one));
    await putSetting(trx, testsSetting, JSON.stringify(byHand));
    const general = { ...stored.configuration, ...change.general, canaries: ofFile };
    return putSetting(trx, generalSetting, sealGeneral(general, args.keyring));
  }
  if ('order' in change) {
    for (const [position, id] of change.order.entries())
      await trx.updateTable(change.of).set({ position }).where('id', '=', id).execute();
    return;
  }
  if ('retire' in change) {
    await trx.updateTable(change.retire).set({ retired_at: args.now }).where('id', '=', change.id).execute();
    return;
  }
  await put(trx, change, args);
}

/** What is made or changed by hand, also what a file once made and retired, belongs to no file. */
const byHand = { provisioned: 0, retired_at: null };

async function put(trx: Trx, change: Extract<Change, { put: string }>, args: ConfigurationChange): Promise<void> {
  switch (change.put) {
    case 'lines': {
      const row = { ...lineRow(change.setting), ...byHand };
      await trx
        .insertInto('lines')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
      return;
    }
    case 'sources':
      return putSource(trx, { ...sourceRow(change.setting, args), ...byHand });
    case 'destinations': {
      // Whoever saves a destination that was turned off wants it tried again.
      const row = { ...destinationRow(change.setting, args), ...byHand, off_at: null, off_reason: null };
      await trx
        .insertInto('destinations')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
      return;
    }
    case 'providers': {
      const position = await positionOf(trx, 'providers', change.setting.id);
      const row = { ...providerRow(change.setting, args), position, ...byHand };
      await trx
        .insertInto('providers')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
      return;
    }
    case 'routes':
      return putRoute(trx, change.setting);
  }
}

async function putSource(trx: Trx, row: ReturnType<typeof sourceRow> & typeof byHand): Promise<void> {
  const before = await trx.selectFrom('sources').select('kind').where('id', '=', row.id).executeTakeFirst();
  await trx
    .insertInto('sources')
    .values(row)
    .onConflict((on) => on.column('id').doUpdateSet(row))
    .execute();
  if (before !== undefined && before.kind !== row.kind) await forgetSource(trx, row.id);
}

async function putRoute(trx: Trx, setting: RouteSetting): Promise<void> {
  const before = await trx.selectFrom('routes').selectAll().where('id', '=', setting.id).executeTakeFirst();
  const position = await positionOf(trx, 'routes', setting.id);
  const row = { ...routeRow(setting, before), position, ...byHand };
  await trx
    .insertInto('routes')
    .values(row)
    .onConflict((on) => on.column('id').doUpdateSet(row))
    .execute();
}

/** A new one, or one that comes back, is asked last. */
async function positionOf(trx: Trx, table: Ordered, id: string): Promise<number> {
  const before = await trx
    .selectFrom(table)
    .select('position')
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  const last = await trx
    .selectFrom(table)
    .select((of) => of.fn.max('position').as('position'))
    .executeTakeFirst();
  return before?.position ?? (last?.position ?? -1) + 1;
}

function actionOf(change: Change): string {
  if ('put' in change) return 'configuration.saved';
  if ('retire' in change) return 'configuration.removed';
  return 'order' in change ? 'configuration.ordered' : 'configuration.saved';
}

function subjectOf(change: Change): string {
  if ('put' in change) return `${change.put}/${change.setting.id}`;
  if ('retire' in change) return `${change.retire}/${change.id}`;
  return 'order' in change ? change.of : 'general';
}
