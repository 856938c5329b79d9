import type { Show } from '../domain/delivery.ts';
import type { Line } from '../domain/line.ts';
import { normalizeAddress } from '../domain/phone-number.ts';
import type { RoutableMessage, RoutingTrace } from '../domain/route.ts';
import { compileRoutes, matchRoutes, type RoutingContext } from '../routing/match.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';

/** What decides where a text goes, made once from the configuration and replaced whole when that changes. */
export interface ReceptionRules {
  defaultRegion: string | undefined;
  /** The line with this number; else the source's own. */
  lineOf(to: string | undefined, own: Line): Line;
  match(line: Line, message: RoutableMessage): RoutingTrace;
  destinationOf(id: string): { ownerId: string; show: Show; off: string | undefined } | undefined;
}

export function createRules(configuration: CurrentConfiguration): ReceptionRules {
  const defaultRegion = configuration.defaultRegion ?? undefined;
  const lines = configuration.lines.map((line): Line => ({ ...line, ownerId: line.owner }));
  const byNumber = new Map(lines.flatMap((line) => (line.number === null ? [] : [[line.number, line]])));
  const usable = configuration.destinations.filter((destination) => destination.enabled);
  const byId = new Map(
    usable.map(({ id, owner, show }) => [id, { ownerId: owner, show, off: configuration.off.get(id) }]),
  );
  const routes = compileRoutes(configuration.routes, defaultRegion);
  const around = routingContext(configuration);
  return {
    defaultRegion,
    lineOf: (to, own) => (to === undefined ? own : (byNumber.get(normalizeAddress(to, defaultRegion)) ?? own)),
    match: (line, message) => matchRoutes(routes, message, around(line)),
    destinationOf: (id) => byId.get(id),
  };
}

/** What routing needs to know around a text to a line. */
export function routingContext({
  destinations,
  proofs,
}: Pick<CurrentConfiguration, 'destinations' | 'proofs'>): (line: Line) => RoutingContext {
  const usable = destinations.filter((destination) => destination.enabled);
  const ids = new Set(usable.map((one) => one.id));
  const isUnproven = (id: string) => ids.has(id) && proofs.get(id) === 'needed';
  return (line) => ({
    line,
    destinationsOf: (ownerId) => usable.filter((one) => one.owner === ownerId).map((one) => one.id),
    isUsable: (id) => ids.has(id) && !isUnproven(id),
    isUnproven,
  });
}
