import { isDeepStrictEqual } from 'node:util';
import type { Configuration, RouteSetting } from '../config/configuration.ts';
import type { Line } from '../domain/line.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Rehearsal } from '../http/api.ts';
import { routingContext } from '../reception/rules.ts';
import { type CompiledRoutes, compileRoutes } from '../routing/match.ts';
import { type PastMessage, rehearse, textAnswers } from '../routing/rehearse.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { listMessages, type SeenMessage } from '../store/messages.ts';
import { newestTraces } from '../store/newest-traces.ts';

/** As many as are read and judged in a moment. */
const pastMessages = 1000;

/**
 * What other routes would have changed for the newest messages, by what the configuration is now. Only what the viewer
 * sees is judged: otherwise the routes that one tries out would tell, question by question, what others were sent.
 */
export async function rehearseRoutes(
  { database, keyring }: { database: Database; keyring: Keyring },
  configuration: CurrentConfiguration,
  routes: readonly RouteSetting[],
  viewer: Viewer,
): Promise<Rehearsal> {
  const listed = await listMessages(database, keyring, viewer, { limit: pastMessages });
  const messages = listed.filter((message) => !message.backlog);
  const erased = messages.filter(({ view, text }) => view === 'full' && text === null).map(({ id }) => id);
  const traces = await newestTraces(database, viewer, erased);
  const now = compile(configuration.routes, configuration);
  const then = compile(routes, configuration);
  const around = routingContext(configuration);
  const rehearsal: Rehearsal = { judged: 0, couldNotJudge: 0, changed: [] };
  for (const message of messages) {
    const trace = traces.get(message.id);
    const past = toPast(message, trace === undefined ? new Map() : textAnswers(trace));
    const context = around(lineOf(message, configuration));
    const was = message.view === 'hidden' ? null : rehearse(now, past, context);
    const would = was === null ? null : rehearse(then, past, context);
    if (was === null || would === null) {
      rehearsal.couldNotJudge += 1;
      continue;
    }
    rehearsal.judged += 1;
    if (!isDeepStrictEqual([...was].sort(), [...would].sort())) rehearsal.changed.push({ message, was, would });
  }
  return rehearsal;
}

function compile(routes: readonly RouteSetting[], { defaultRegion }: Configuration): CompiledRoutes {
  const unnumbered = routes.map((route) => ({ ...route, revision: 0 }));
  return compileRoutes(unnumbered, defaultRegion ?? undefined);
}

function toPast(message: SeenMessage, answers: ReadonlyMap<string, boolean>): PastMessage {
  const { lineId, sender, text, service, kind, receivedAt, event } = message;
  return { lineId, sender, text, service, hasCode: kind !== null, receivedAt, event, answers };
}

/** A line that is not there any more sends what no route takes nowhere. */
function lineOf({ lineId, ownerId }: SeenMessage, { lines }: Configuration): Line {
  const line = lines.find((one) => one.id === lineId);
  if (line === undefined) return { id: lineId, number: null, ownerId, unmatched: [] };
  return { id: line.id, number: line.number, ownerId: line.owner, unmatched: line.unmatched };
}
