import type {
  BrokerSetting,
  CanarySetting,
  Configuration,
  DestinationSetting,
  LineSetting,
  MqttCommandSetting,
  ProviderSetting,
  RouteSetting,
  SendingSetting,
  SourceSetting,
} from '../config/configuration.ts';
import type { Show } from '../domain/delivery.ts';
import type { ProofState, ProvenAddress } from '../domain/proof.ts';
import type { Route, RouteCondition } from '../domain/route.ts';
import { usualProxies } from '../support/trusted-proxies.ts';
import type { Database, Trx } from './database.ts';
import type { Keyring } from './keyring.ts';
import { loadHeld } from './proofs.ts';
import { openSettings } from './sealed-settings.ts';

/** The configuration as it stands in the store. */
export interface StoredConfiguration extends Configuration {
  routes: (RouteSetting & Route)[];
  /** Destinations that the hub turned off (410), with the reason. */
  off: Map<string, string>;
  /** Destinations that the file does not name: a person added them. */
  added: Set<string>;
  /** Line tests that the file names, where one was applied. */
  testsOfFile: Set<string>;
  /** People who do not run the hub. */
  members: Set<string>;
  /** What was proven of addresses, by destination. */
  held: Map<string, ProvenAddress>;
}

/** The same, with what has to be proven: by it routes and destinations are judged. */
export interface CurrentConfiguration extends StoredConfiguration {
  /** Destinations whose address their owner must have proven to hold, and whether they have. */
  proofs: Map<string, ProofState>;
}

export type GeneralSettings = Pick<
  Configuration,
  'publicUrl' | 'defaultRegion' | 'network' | 'broker' | 'commands' | 'canaries'
>;

/** As the file's schema has it; for lines from before there was such a setting. */
const defaultSending: SendingSetting = { everySeconds: null, perDay: 100_000 };

/** Name of the row in `settings` that holds what belongs to no table. */
export const generalSetting = 'configuration';
/** Of the row that holds the line tests that no file made. */
export const testsSetting = 'line-tests';

export function loadConfiguration(database: Database, keyring: Keyring): Promise<StoredConfiguration> {
  return readStored(database.read, keyring);
}

/** The same within a change. Routes and providers of the file come first, in the file's order. */
export async function readStored(db: Trx, keyring: Keyring): Promise<StoredConfiguration> {
  const names = [generalSetting, testsSetting];
  const settings = await db.selectFrom('settings').selectAll().where('name', 'in', names).execute();
  const settingOf = (name: string) => settings.find((one) => one.name === name)?.value;
  const people = await db.selectFrom('people').selectAll().where('retired_at', 'is', null).orderBy('id').execute();
  const lines = await db.selectFrom('lines').selectAll().where('retired_at', 'is', null).orderBy('id').execute();
  const sources = await db.selectFrom('sources').selectAll().where('retired_at', 'is', null).orderBy('id').execute();
  const destinations = await db
    .selectFrom('destinations')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute();
  const providers = await db
    .selectFrom('providers')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('provisioned', 'desc')
    .orderBy('position')
    .orderBy('id')
    .execute();
  const routes = await db
    .selectFrom('routes')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('provisioned', 'desc')
    .orderBy('position')
    .orderBy('id')
    .execute();
  const held = await loadHeld(db, keyring);
  return {
    ...withTestsByHand(readGeneral(settingOf(generalSetting), keyring), settingOf(testsSetting)),
    people: people.map((row) => ({ id: row.id, name: row.name })),
    lines: lines.map(
      (row): LineSetting => ({
        id: row.id,
        number: row.number,
        owner: row.owner_id,
        unmatched: row.unmatched === null ? null : (JSON.parse(row.unmatched) as string[]),
        sending: row.sending === null ? defaultSending : (JSON.parse(row.sending) as SendingSetting),
      }),
    ),
    sources: sources.map(
      (row): SourceSetting => ({
        id: row.id,
        kind: row.kind,
        line: row.line_id,
        enabled: row.enabled === 1,
        settings: openSettings(keyring, row.config, 'sources', row.id),
      }),
    ),
    destinations: destinations.map(
      (row): DestinationSetting => ({
        id: row.id,
        kind: row.kind,
        owner: row.owner_id,
        enabled: row.enabled === 1,
        show: row.show as Show,
        template: row.template,
        settings: openSettings(keyring, row.config, 'destinations', row.id),
      }),
    ),
    providers: providers.map(
      (row): ProviderSetting => ({
        id: row.id,
        kind: row.kind,
        enabled: row.enabled === 1,
        owner: row.owner_id,
        regions: row.regions === null ? null : (JSON.parse(row.regions) as string[]),
        reportWithinSeconds: row.report_seconds,
        settings: openSettings(keyring, row.config, 'providers', row.id),
      }),
    ),
    routes: routes.map((row) => ({
      id: row.id,
      name: row.name,
      revision: row.revision,
      when: JSON.parse(row.condition) as RouteCondition,
      to: JSON.parse(row.targets) as string[],
      stop: row.stop === 1,
    })),
    off: new Map(destinations.flatMap((row) => (row.off_reason === null ? [] : [[row.id, row.off_reason]]))),
    added: new Set(destinations.filter((row) => row.provisioned === 0).map((row) => row.id)),
    members: new Set(people.filter(({ role }) => role !== 'owner').map(({ id }) => id)),
    held,
  };
}

/** Those of the file come first; it takes a name from whoever had it. */
function withTestsByHand(general: GeneralSettings, value: string | undefined) {
  const testsOfFile = new Set(general.canaries.map(({ id }) => id));
  const byHand = (JSON.parse(value ?? '[]') as CanarySetting[]).filter(({ id }) => !testsOfFile.has(id));
  return { ...general, canaries: [...general.canaries, ...byHand], testsOfFile };
}

function readGeneral(value: string | undefined, keyring: Keyring): GeneralSettings {
  if (value === undefined) {
    const network = { allowHosts: [], serveHosts: [], trustedProxies: [...usualProxies] };
    return { publicUrl: null, defaultRegion: null, network, broker: null, commands: { mqtt: null }, canaries: [] };
  }
  const general = openSettings(keyring, value, 'settings', generalSetting) as unknown as GeneralSettings & {
    brokerPassword?: string;
    commandPassword?: string;
  };
  const { brokerPassword = '', commandPassword = '', ...rest } = general;
  const broker = rest.broker === null ? null : ({ ...rest.broker, password: brokerPassword } satisfies BrokerSetting);
  const topic = rest.commands?.mqtt ?? null;
  const mqtt = topic === null ? null : ({ ...topic, password: commandPassword } satisfies MqttCommandSetting);
  // What was stored before there was such a setting has none.
  const network = { ...rest.network, trustedProxies: rest.network.trustedProxies ?? [...usualProxies] };
  const canaries = (rest.canaries ?? []).map((one) => ({ ...one, enabled: one.enabled ?? true }));
  return { ...rest, network, broker, commands: { mqtt }, canaries };
}
