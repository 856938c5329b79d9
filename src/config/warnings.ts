import { isIP } from 'node:net';
import { normalizeAddress } from '../domain/phone-number.ts';
import { isPrivateAddress, readAllowedHosts } from '../support/private-address.ts';
import { isReference } from '../support/reference.ts';
import { secretNames } from '../support/secret.ts';
import type { Configuration, DestinationSetting, LineSetting } from './configuration.ts';
import type { Kinds } from './schema.ts';

/**
 * What is allowed and probably not meant, one line each, with where it stands. No secret and no number of a person.
 */
export function findWarnings(configuration: Configuration, kinds: Kinds): string[] {
  return [...findDoubts(configuration), ...plainSecrets(configuration, kinds)];
}

/** The same without secrets in plain text: those are a matter of files, the store seals them. */
export function findDoubts(configuration: Configuration): string[] {
  return [
    ...deafLines(configuration),
    ...linesThatReachNobody(configuration),
    ...routesNeverReached(configuration),
    ...routesToNowhere(configuration),
    ...destinationsNobodyNames(configuration),
    ...formatsWithoutText(configuration),
    ...textsToOurselves(configuration),
    ...privateHosts(configuration),
  ];
}

function deafLines({ lines, sources }: Configuration): string[] {
  const served = new Set(sources.filter((one) => one.enabled).map((one) => one.line));
  return lines
    .filter((line) => !served.has(line.id))
    .map((line) => `lines.${line.id}: no source serves it, so no text can come`);
}

function linesThatReachNobody(configuration: Configuration): string[] {
  return configuration.lines
    .filter((line) => fallbackOf(line, configuration).length === 0)
    .map(
      (line) =>
        `lines.${line.id}: what no route matches goes nowhere; give the line "unmatched", or its owner a destination`,
    );
}

function fallbackOf(line: LineSetting, { destinations }: Configuration): DestinationSetting[] {
  const usable = destinations.filter((one) => one.enabled);
  const chosen = usable.filter((one) => line.unmatched?.includes(one.id));
  if (chosen.length > 0 || line.unmatched?.length === 0) return chosen;
  return usable.filter((one) => one.owner === line.owner);
}

function routesNeverReached({ routes }: Configuration): string[] {
  const last = routes.findIndex((route) => route.stop && Object.values(route.when).every((one) => one === undefined));
  if (last < 0) return [];
  const stopper = routes[last]?.name;
  return routes
    .slice(last + 1)
    .map((route) => `routes.${route.id}: never reached, because "${stopper}" matches everything and stops`);
}

function routesToNowhere({ routes, destinations }: Configuration): string[] {
  const off = new Set(destinations.filter((one) => !one.enabled).map((one) => one.id));
  return routes.flatMap((route) =>
    route.to.filter((id) => off.has(id)).map((id) => `routes.${route.id}: its destination ${id} is turned off`),
  );
}

function destinationsNobodyNames(configuration: Configuration): string[] {
  const { lines, routes, destinations } = configuration;
  const named = new Set(routes.flatMap((route) => route.to));
  for (const line of lines) for (const one of fallbackOf(line, configuration)) named.add(one.id);
  return destinations
    .filter((one) => one.enabled && !named.has(one.id))
    .map((one) => `destinations.${one.id}: no route and no line names it, so nothing goes there`);
}

function formatsWithoutText({ destinations }: Configuration): string[] {
  return destinations
    .filter((one) => one.settings.format === 'hilink' && one.show !== 'full')
    .map((one) => `destinations.${one.id}: subscribers of the format hilink expect the whole text; set show: full`);
}

/** The destination refuses them, but only when the first text is on its way. */
function textsToOurselves({ destinations, lines, defaultRegion }: Configuration): string[] {
  const own = new Set(lines.map((line) => line.number));
  return destinations
    .filter(({ settings }) => own.has(normalizeAddress(String(settings.to ?? ''), defaultRegion ?? undefined)))
    .map(
      (one) => `destinations.${one.id}.to: is one of our own lines, so nothing will be sent there; name another phone`,
    );
}

function privateHosts({ destinations, network }: Configuration): string[] {
  const allowed = readAllowedHosts(network.allowHosts);
  return destinations.flatMap((destination) =>
    Object.entries(destination.settings).flatMap(([name, value]) => {
      const host = privateHostOf(value);
      if (host === null || allowed.allows(host, host)) return [];
      return [
        `destinations.${destination.id}.${name}: ${host} is private and will be refused; name it in network.allowHosts`,
      ];
    }),
  );
}

/** Only addresses for HTTP: brokers that the owner configured are trusted. */
export function privateHostOf(value: unknown): string | null {
  const host = webHostOf(value);
  if (host === null) return null;
  if (isIP(host) !== 0) return isPrivateAddress(host) ? host : null;
  return host === 'localhost' || /\.(?:local|localhost|lan|home\.arpa|internal)$/.test(host) ? host : null;
}

/** The host of an address for HTTP, in whatever form a request would take it (` http:/\\10.0.0.1`), without the dot of the DNS root; null: it is none. */
export function webHostOf(value: unknown): string | null {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url === null || !/^https?:$/.test(url.protocol)
    ? null
    : url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function plainSecrets(configuration: Configuration, kinds: Kinds): string[] {
  const advice = 'is a secret in plain text; ${NAME} or ${file:/path} keeps it out of the file';
  const adapters = (['sources', 'destinations', 'providers'] as const).flatMap((part) =>
    configuration[part].flatMap((one) => {
      const schema = kinds[part].find((kind) => kind.kind === one.kind)?.config;
      const names = schema === undefined ? [] : secretNames(schema);
      return names.filter((name) => isPlain(one.settings[name])).map((name) => `${part}.${one.id}.${name}: ${advice}`);
    }),
  );
  return [
    ...adapters,
    ...(isPlain(configuration.broker?.password) ? [`broker.password: ${advice}`] : []),
    ...(isPlain(configuration.commands.mqtt?.password) ? [`commands.mqtt.password: ${advice}`] : []),
  ];
}

function isPlain(value: unknown): boolean {
  return [value].flat().some((one) => typeof one === 'string' && !isReference(one));
}
