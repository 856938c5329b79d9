import type { Configuration } from './configuration.ts';
import { destinationValue, type ItemValue, lineValue, providerValue, routeValue, sourceValue } from './item-value.ts';

/** A file as a value: what YAML is read to. */
export interface FileValue {
  publicUrl?: string;
  defaultRegion?: string;
  network: Configuration['network'];
  broker?: ItemValue;
  commands?: { mqtt: ItemValue };
  people: Configuration['people'];
  lines: ItemValue[];
  sources: ItemValue[];
  destinations: ItemValue[];
  providers: ItemValue[];
  routes: ItemValue[];
  canaries?: ItemValue[];
}

/** The file that would make this configuration, secrets included: to be checked, never to be shown. */
export function fileValue(configuration: Configuration): FileValue {
  const { publicUrl, defaultRegion, network, broker, commands } = configuration;
  return {
    ...(publicUrl === null ? {} : { publicUrl }),
    ...(defaultRegion === null ? {} : { defaultRegion }),
    network,
    ...(broker === null ? {} : { broker: { ...broker } }),
    ...(commands.mqtt === null ? {} : { commands: { mqtt: commandsValue(commands.mqtt) } }),
    people: configuration.people,
    lines: configuration.lines.map(lineValue),
    sources: configuration.sources.map(sourceValue),
    destinations: configuration.destinations.map(destinationValue),
    providers: configuration.providers.map(providerValue),
    routes: configuration.routes.map(routeValue),
    ...(configuration.canaries.length === 0 ? {} : { canaries: configuration.canaries.map(canaryValue) }),
  };
}

function canaryValue({ enabled, ...canary }: Configuration['canaries'][number]): ItemValue {
  return { ...canary, ...(enabled ? {} : { enabled }) };
}

function commandsValue({ ca, ...mqtt }: NonNullable<Configuration['commands']['mqtt']>): ItemValue {
  return { ...mqtt, ...(ca === null ? {} : { ca }) };
}
