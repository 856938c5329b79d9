import type { Explanation, RouteVerdict, Trace } from '../../api/messages.ts';
import { words } from '../../words/words.ts';

/** Why a message went where it went: route by route. Parts that came late have asked the routes again. */
export function Why({ revisions }: { revisions: Explanation['revisions'] }) {
  const said = words.value.message;
  if (revisions.length === 0) return <p class="muted">{said.noTrace}</p>;
  return (
    <>
      {revisions.map(({ revision, trace }) => (
        <div key={revision} class="stack">
          {revisions.length > 1 && <h3>{said.revision(revision)}</h3>}
          <RouteList trace={trace} />
        </div>
      ))}
    </>
  );
}

function RouteList({ trace }: { trace: Trace }) {
  const said = words.value.message;
  const ending =
    trace.fallback !== null ? said.fallbacks[trace.fallback] : trace.destinations.length === 0 ? said.dropped : null;
  return (
    <>
      {trace.routes.length === 0 ? (
        <p class="muted">{said.noRoutes}</p>
      ) : (
        <ol class="routes">
          {trace.routes.map((route) => (
            <RouteItem key={route.routeId} route={route} />
          ))}
        </ol>
      )}
      {ending !== null && <p>{ending}</p>}
      <Unused trace={trace} />
    </>
  );
}

function RouteItem({ route }: { route: RouteVerdict }) {
  const said = words.value.message;
  return (
    <li class="card">
      <div class="row">
        <strong>{route.route}</strong>
        <span class={`tag ${route.verdict === 'matched' ? 'good' : ''}`}>{said.verdicts[route.verdict]}</span>
      </div>
      {route.verdict !== 'not reached' && (
        <ul class="conditions small">
          {route.conditions.map(({ condition, expected, holds }) => (
            <li key={condition + expected} class={holds ? 'holds' : 'fails'}>
              <span aria-hidden="true">{holds ? '✓' : '✗'}</span> {condition} {expected}
              <span class="unseen"> {holds ? words.value.common.yes : words.value.common.no}</span>
            </li>
          ))}
          {route.conditions.length === 0 && <li>{said.noConditions}</li>}
        </ul>
      )}
      {route.verdict === 'matched' && (
        <p class="small">
          {route.to.length === 0 ? said.dropped : said.sends(route.to.join(', '))}
          {route.stop && ` ${said.stops}`}
        </p>
      )}
    </li>
  );
}

function Unused({ trace }: { trace: Trace }) {
  const used = new Set(trace.destinations.map((one) => one.destinationId));
  const named = trace.routes.filter((route) => route.verdict === 'matched').flatMap((route) => route.to);
  const unused = [...new Set(named)].filter((id) => !used.has(id));
  if (unused.length === 0) return null;
  return <p class="muted">{words.value.message.unused(unused.join(', '))}</p>;
}
