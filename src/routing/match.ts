import type { Line } from '../domain/line.ts';
import { normalizeAddress } from '../domain/phone-number.ts';
import type { Fallback, RoutableMessage, Route, RouteVerdict, RoutingTrace } from '../domain/route.ts';
import { type CompiledCondition, compileConditions } from './conditions.ts';

/** Routes in their order, ready to be asked many times. */
export interface CompiledRoutes {
  routes: { route: Route; conditions: CompiledCondition[] }[];
  defaultRegion: string | undefined;
}

/** What routing needs to know around a message. */
export interface RoutingContext {
  line: Line;
  /** Destinations of a person, in the order of the configuration. */
  destinationsOf(ownerId: string): string[];
  /** False for a destination that is turned off, retired or gone. */
  isUsable(destinationId: string): boolean;
  /** True for a destination that cannot be used because its owner has not proven to hold its address. */
  isUnproven?(destinationId: string): boolean;
}

/** @throws KeypigeonError `invalid-configuration` for an expression or a time window that cannot be */
export function compileRoutes(routes: readonly Route[], defaultRegion?: string): CompiledRoutes {
  return {
    routes: routes.map((route) => ({ route, conditions: compileConditions(route.when, defaultRegion) })),
    defaultRegion,
  };
}

/**
 * Where a message goes and why. Routes are asked in their order until one that matches says stop; each destination is
 * named once, by the first route that names it. Where no route matched, or those that did name only destinations that
 * cannot be used, the text goes to the line's `unmatched`, else to the destinations of the line's owner, else nowhere:
 * never to everyone. An event goes only where a route asks for events. A matching route that names no destination at all drops the text on purpose.
 */
export function matchRoutes(compiled: CompiledRoutes, message: RoutableMessage, context: RoutingContext): RoutingTrace {
  const normalized = { ...message, sender: normalizeAddress(message.sender, compiled.defaultRegion) };
  const routes = judge(compiled, normalized);
  const trace = choose(routes, message, context);
  const unproven = findUnproven(trace, message, context);
  return unproven.length === 0 ? trace : { ...trace, unproven };
}

function choose(routes: RouteVerdict[], message: RoutableMessage, context: RoutingContext): RoutingTrace {
  const matched = routes.filter((route) => route.verdict === 'matched');
  const destinations = collect(matched, context);
  const dropped = matched.length > 0 && matched.every((route) => route.to.length === 0);
  if (destinations.length > 0 || dropped) return { routes, fallback: null, destinations };
  // Nobody who waits for codes is to get something else unasked.
  if (message.event !== null) return { routes, fallback: 'nowhere', destinations: [] };
  return { routes, ...fallBack(context) };
}

/** Those that the routes named, and, where it was not theirs to decide, those of the line and its owner. */
function findUnproven({ routes, fallback }: RoutingTrace, message: RoutableMessage, context: RoutingContext): string[] {
  const named = routes.filter((route) => route.verdict === 'matched').flatMap((route) => route.to);
  const asked = fallback === null || message.event !== null ? [] : fallbacks(context).flatMap(([, ids]) => ids);
  return [...new Set([...named, ...asked])].filter((id) => context.isUnproven?.(id) === true);
}

function judge(compiled: CompiledRoutes, message: RoutableMessage): RouteVerdict[] {
  let stopped = false;
  return compiled.routes.map(({ route, conditions }) => {
    const asked = stopped ? [] : [...asksForTexts(route, message), ...conditions.map((one) => ask(one, message))];
    const matched = !stopped && asked.every((verdict) => verdict.holds);
    const verdict = stopped ? 'not reached' : matched ? 'matched' : 'not matched';
    stopped ||= matched && route.stop;
    const { id: routeId, name, revision, to, stop } = route;
    return { routeId, route: name, revision, verdict, conditions: asked, to, stop };
  });
}

/** A route that says nothing of events is for texts; where a text came, that needs no saying. */
function asksForTexts(route: Route, message: RoutableMessage): RouteVerdict['conditions'] {
  if (route.when.event !== undefined || message.event === null) return [];
  return [{ condition: 'event', expected: 'is a text that came', holds: false }];
}

function ask({ condition, expected, holds }: CompiledCondition, message: RoutableMessage) {
  return { condition, expected, holds: holds(message) };
}

function collect(matched: RouteVerdict[], context: RoutingContext): RoutingTrace['destinations'] {
  const firstRoute = new Map<string, string>();
  for (const { route, to } of matched) {
    for (const id of to) if (context.isUsable(id) && !firstRoute.has(id)) firstRoute.set(id, route);
  }
  return Array.from(firstRoute, ([destinationId, route]) => ({ destinationId, route }));
}

function fallBack(context: RoutingContext): Pick<RoutingTrace, 'fallback' | 'destinations'> {
  for (const [fallback, ids] of fallbacks(context)) {
    const usable = [...new Set(ids)].filter((id) => context.isUsable(id));
    if (usable.length > 0)
      return { fallback, destinations: usable.map((destinationId) => ({ destinationId, route: null })) };
  }
  return { fallback: 'nowhere', destinations: [] };
}

function fallbacks({ line, destinationsOf }: RoutingContext): [Fallback, string[]][] {
  return [
    ['line', line.unmatched ?? []],
    ['owner', line.unmatched?.length === 0 ? [] : destinationsOf(line.ownerId)],
  ];
}
