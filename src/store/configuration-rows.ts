import type { Selectable } from 'kysely';
import type {
  DestinationSetting,
  LineSetting,
  ProviderSetting,
  RouteSetting,
  SourceSetting,
} from '../config/configuration.ts';
import { type GeneralSettings, generalSetting } from './configuration.ts';
import type { Trx } from './database.ts';
import type { Keyring } from './keyring.ts';
import { sealSettings } from './sealed-settings.ts';
import type { Tables } from './tables.ts';

/** What is needed to write settings so that no secret stands in the store in plain. */
export interface Sealing {
  keyring: Keyring;
  /** Names of the secret settings of a kind. */
  secretsOf(role: 'source' | 'destination' | 'provider', kind: string): string[];
}

export function lineRow(line: LineSetting) {
  return {
    id: line.id,
    number: line.number,
    owner_id: line.owner,
    unmatched: line.unmatched === null ? null : JSON.stringify(line.unmatched),
    sending: JSON.stringify(line.sending),
  };
}

export function sourceRow(source: SourceSetting, { keyring, secretsOf }: Sealing) {
  return {
    id: source.id,
    kind: source.kind,
    line_id: source.line,
    enabled: source.enabled ? 1 : 0,
    config: sealSettings(keyring, source.settings, secretsOf('source', source.kind), 'sources', source.id),
  };
}

export function destinationRow(destination: DestinationSetting, { keyring, secretsOf }: Sealing) {
  const secrets = secretsOf('destination', destination.kind);
  return {
    id: destination.id,
    kind: destination.kind,
    owner_id: destination.owner,
    enabled: destination.enabled ? 1 : 0,
    show: destination.show,
    template: destination.template,
    config: sealSettings(keyring, destination.settings, secrets, 'destinations', destination.id),
  };
}

export function providerRow(provider: ProviderSetting, { keyring, secretsOf }: Sealing) {
  const secrets = secretsOf('provider', provider.kind);
  return {
    id: provider.id,
    kind: provider.kind,
    owner_id: provider.owner,
    enabled: provider.enabled ? 1 : 0,
    regions: provider.regions === null ? null : JSON.stringify(provider.regions),
    report_seconds: provider.reportWithinSeconds,
    config: sealSettings(keyring, provider.settings, secrets, 'providers', provider.id),
  };
}

/** Its revision counts up when it changed, so that older traces name what they were decided by. */
export function routeRow(route: RouteSetting, before: Selectable<Tables['routes']> | undefined) {
  const row = {
    id: route.id,
    name: route.name,
    condition: JSON.stringify(route.when),
    targets: JSON.stringify(route.to),
    stop: route.stop ? 1 : 0,
  };
  const changed =
    before !== undefined &&
    [before.condition, before.targets, before.stop].join() !== [row.condition, row.targets, row.stop].join();
  return { ...row, revision: (before?.revision ?? 1) + (changed ? 1 : 0) };
}

/** What belongs to no table, as the row `configuration` of the settings holds it. */
export function sealGeneral(general: GeneralSettings, keyring: Keyring): string {
  const { publicUrl, defaultRegion, network, broker, commands, canaries } = general;
  const settings = {
    publicUrl,
    defaultRegion,
    network,
    canaries,
    broker: broker === null ? null : { ...broker, password: undefined },
    commands: { mqtt: commands.mqtt === null ? null : { ...commands.mqtt, password: undefined } },
    ...(broker === null ? {} : { brokerPassword: broker.password }),
    ...(commands.mqtt === null ? {} : { commandPassword: commands.mqtt.password }),
  };
  return sealSettings(keyring, settings, ['brokerPassword', 'commandPassword'], 'settings', generalSetting);
}

/** What a source of another kind remembered, also of texts that were not whole, says nothing to the new one. */
export async function forgetSource(trx: Trx, id: string): Promise<void> {
  await trx.updateTable('sources').set({ memory: null }).where('id', '=', id).execute();
  await trx.deleteFrom('parts').where('source_id', '=', id).execute();
}

/**
 * Changes of the configuration are checked against what is there, so one has to wait for another: on PostgreSQL by this
 * row, on SQLite they do anyway.
 */
export async function lockConfiguration(trx: Trx): Promise<void> {
  await putSetting(trx, 'configuration-lock', '');
}

export async function putSetting(trx: Trx, name: string, value: string): Promise<void> {
  await trx
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
