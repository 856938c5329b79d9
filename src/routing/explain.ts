import type { RouteVerdict, RoutingTrace } from '../domain/route.ts';

/**
 * A routing trace as lines for people: which routes matched, which did not and why, and where the message went. It
 * holds what the routes ask for and nothing of the message.
 */
export function explainTrace(trace: RoutingTrace): string[] {
  const routes = trace.routes.length === 0 ? ['There are no routes.'] : trace.routes.map(explainRoute);
  return [...routes, ...explainOutcome(trace)];
}

function explainRoute(route: RouteVerdict): string {
  const name = `Route "${route.route}" (revision ${route.revision})`;
  if (route.verdict === 'not reached') return `${name} was not reached: an earlier route stopped.`;
  if (route.verdict === 'not matched') {
    const failed = route.conditions.filter((condition) => !condition.holds).map(describe);
    return `${name} did not match: ${failed.join('; ')}.`;
  }
  const why = route.conditions.length === 0 ? 'it has no conditions' : route.conditions.map(describe).join('; ');
  const to = route.to.length === 0 ? 'drops the text' : `names ${route.to.join(', ')}`;
  return `${name} matched: ${why}. It ${to}${route.stop ? ' and stops' : ''}.`;
}

function describe({ condition, expected, holds }: RouteVerdict['conditions'][number]): string {
  return `${condition} ${expected}: ${holds ? 'yes' : 'no'}`;
}

function explainOutcome(trace: RoutingTrace): string[] {
  return [
    ...explainFallback(trace),
    ...explainUnused(trace),
    ...trace.destinations.map(explainDestination),
    ...explainWaited(trace),
  ];
}

function explainFallback(trace: RoutingTrace): string[] {
  const matched = trace.routes.some((route) => route.verdict === 'matched');
  const because = matched ? 'No destination of the routes that matched can be used' : 'No route matched';
  if (trace.fallback === 'line') return [`${because}: it goes to the line's "unmatched".`];
  if (trace.fallback === 'owner') return [`${because}: it goes to the destinations of the line's owner.`];
  if (trace.fallback === 'nowhere') {
    return [
      `${because}, and neither the line nor its owner has a destination: it goes nowhere. Give the line "unmatched".`,
    ];
  }
  return trace.destinations.length === 0 ? ['It goes nowhere: the route that matched drops it.'] : [];
}

function explainUnused(trace: RoutingTrace): string[] {
  const used = new Set(trace.destinations.map((one) => one.destinationId));
  const named = trace.routes.filter((route) => route.verdict === 'matched').flatMap((route) => route.to);
  const unused = [...new Set(named)].filter((id) => !used.has(id));
  const unproven = new Set(trace.unproven);
  return [
    ...unused.filter((id) => !unproven.has(id)).map((id) => `Not to ${id}: it is turned off or gone.`),
    ...[...unproven].map((id) => `Not to ${id}: its owner has not proven to hold it.`),
  ];
}

function explainWaited({ waited }: RoutingTrace): string[] {
  if (waited === undefined) return [];
  const others = waited.narrowed.length === 0 ? '' : `: others got a notice (${waited.narrowed.join(', ')})`;
  return [`${waited.name} was waiting for ${waited.service ?? 'a code'}${others}.`];
}

function explainDestination({ destinationId, route }: RoutingTrace['destinations'][number]): string {
  return `To ${destinationId}${route === null ? '' : ` by route "${route}"`}.`;
}
