import type { RoutableMessage, RoutingTrace } from '../domain/route.ts';
import type { CompiledCondition } from './conditions.ts';
import { type CompiledRoutes, matchRoutes, type RoutingContext } from './match.ts';

/** A message that came long ago. */
export interface PastMessage extends Omit<RoutableMessage, 'text'> {
  /** null: erased, or not for whoever asks. */
  text: string | null;
  /** What was asked of the text when it came, in the trace's words, and whether it held. */
  answers: ReadonlyMap<string, boolean>;
}

/** The answers that a trace keeps. */
export function textAnswers(trace: RoutingTrace): Map<string, boolean> {
  const asked = trace.routes.flatMap((route) => route.conditions.filter(isAboutText));
  return new Map(asked.map(({ expected, holds }) => [expected, holds]));
}

/**
 * Destinations of a past message by these routes; null where that hangs on a text that is not there: a route asks for
 * it, all else that the route asks for holds, and nothing was asked alike when the text came.
 */
export function rehearse(compiled: CompiledRoutes, message: PastMessage, context: RoutingContext): string[] | null {
  const unknown = new Set<string>();
  const answered = message.text === null ? answerFrom(compiled, message.answers, unknown) : compiled;
  const { routes, destinations } = matchRoutes(answered, { ...message, text: message.text ?? '' }, context);
  if (routes.some(({ routeId, verdict }) => verdict === 'matched' && unknown.has(routeId))) return null;
  return destinations.map((one) => one.destinationId);
}

/** Conditions on the text take the answer of then; those without one hold, and their routes are noted. */
function answerFrom(
  compiled: CompiledRoutes,
  answers: ReadonlyMap<string, boolean>,
  unknown: Set<string>,
): CompiledRoutes {
  const answer = (routeId: string, one: CompiledCondition): CompiledCondition => {
    if (!isAboutText(one)) return one;
    const known = answers.get(one.expected);
    if (known === undefined) unknown.add(routeId);
    return { ...one, holds: () => known ?? true };
  };
  const routes = compiled.routes.map(({ route, conditions }) => ({
    route,
    conditions: conditions.map((one) => answer(route.id, one)),
  }));
  return { ...compiled, routes };
}

function isAboutText({ condition }: { condition: string }): boolean {
  return condition === 'textMatches';
}
