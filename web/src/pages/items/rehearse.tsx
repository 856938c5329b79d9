import { useState } from 'preact/hooks';
import { type Item, type Rehearsal, rehearseRoutes } from '../../api/configuration.ts';
import { Refusal } from '../../api/request.ts';
import { explainError } from '../../parts/notices.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';
import type { Draft } from './draft.ts';

const shownAtMost = 20;
const internal = ['provisioned', 'revision'];

/** Which past messages would have gone elsewhere, before a route is saved. */
export function Rehearse({ draft, routes, item }: { draft: Draft; routes: readonly Item[]; item: Item | null }) {
  const [result, setResult] = useState<Rehearsal | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const said = words.value.items;
  const run = async () => {
    setResult(null);
    setError(null);
    if (!draft.check()) return setError(said.seeAbove);
    setBusy(true);
    try {
      setResult(await rehearseRoutes(asTheyWouldBe(draft, routes, item)));
    } catch (cause) {
      const own = ownProblems(cause, item === null ? routes.length : routes.findIndex(({ id }) => id === item.id));
      if (own.length > 0) draft.mark(own);
      setError(own.length > 0 ? said.seeAbove : explainError(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="stack rehearsal" aria-label={said.tryOut}>
      <div class="row">
        <button type="button" disabled={busy} onClick={run}>
          {said.tryOut}
        </button>
        <span class="muted small">{said.tryOutHint}</span>
      </div>
      {error !== null && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {result !== null && <Result result={result} />}
    </section>
  );
}

function Result({ result }: { result: Rehearsal }) {
  const said = words.value.items;
  const { judged, couldNotJudge, changed } = result;
  const list = (ids: readonly string[]) => (ids.length === 0 ? said.nowhere : ids.join(', '));
  return (
    <div role="status" class="stack">
      <p>{said.rehearsed(judged, changed.length)}</p>
      {couldNotJudge > 0 && <p class="muted">{said.couldNotJudge(couldNotJudge)}</p>}
      {changed.length > 0 && (
        <div class="scroll">
          <table class="small">
            <thead>
              <tr>
                <th>{said.messageColumn}</th>
                <th>{said.wentTo}</th>
                <th>{said.wouldGo}</th>
              </tr>
            </thead>
            <tbody>
              {changed.slice(0, shownAtMost).map(({ message, was, would }) => (
                <tr key={message.id}>
                  <td>
                    {message.service ?? message.sender} · <Time at={message.receivedAt} />
                  </td>
                  <td>{list(was)}</td>
                  <td>{list(would)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

/** What is wrong with the route in the form, by the paths of its own settings. */
function ownProblems(cause: unknown, place: number): { path: string; message: string }[] {
  const before = `routes[${place}].`;
  const problems = cause instanceof Refusal ? cause.problems : [];
  return problems
    .filter(({ path }) => path.startsWith(before))
    .map(({ path, message }) => ({ path: path.slice(before.length), message }));
}

/** All routes in their order, with the one that is edited as it stands in the form. */
function asTheyWouldBe(draft: Draft, routes: readonly Item[], item: Item | null): unknown[] {
  const plain = (route: Item) => Object.fromEntries(Object.entries(route).filter(([name]) => !internal.includes(name)));
  const mine = { ...draft.toSend(), ...(item === null ? {} : { id: item.id }) };
  if (item === null) return [...routes.map(plain), mine];
  return routes.map((route) => (route.id === item.id ? mine : plain(route)));
}
