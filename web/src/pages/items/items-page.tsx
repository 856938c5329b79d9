import '../../styles/items.css';
import { useEffect, useMemo } from 'preact/hooks';
import { account } from '../../api/account.ts';
import { hasKinds, type Part } from '../../api/configuration.ts';
import { Loading } from '../../parts/loading.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import { navigate, path } from '../../routing/path.ts';
import { words } from '../../words/words.ts';
import { ItemEditor } from './item-editor.tsx';
import { ItemList } from './item-list.tsx';
import { ItemsState } from './items.ts';
import { KindChoice } from './kind-choice.tsx';

export const LinesPage = () => <ForPeople part="lines" />;
export const SourcesPage = () => <ForOwners part="sources" />;
export const DestinationsPage = () => <ForPeople part="destinations" />;
export const ProvidersPage = () => <ForOwners part="providers" />;
export const RoutesPage = () => <ForOwners part="routes" />;

function ForOwners({ part }: { part: Part }) {
  return <OwnersOnly title={words.value.items.titles[part]}>{() => <ItemsPage part={part} />}</OwnersOnly>;
}

/** Members have lines and destinations of their own; guests have nothing to set up. */
function ForPeople({ part }: { part: Part }) {
  const said = words.value.items;
  if (account.value?.role !== 'guest') return <ItemsPage part={part} />;
  return (
    <>
      <SettingsTitle>{said.titles[part]}</SettingsTitle>
      <p>{said.guests}</p>
    </>
  );
}

/** Lines, sources, destinations, providers or routes: the list, and the editor of one. What is open stands in the address. */
function ItemsPage({ part }: { part: Part }) {
  const state = useMemo(() => new ItemsState(), []);
  useEffect(() => void state.load(), [state]);
  const said = words.value.items;
  const { items, adapters, error } = state;
  const at = `/settings/${part}`;
  const wanted = new URLSearchParams(path.value.split('?')[1] ?? '');
  if (items.value === null || adapters.value === null)
    return error.value === null ? <Loading /> : <NotRead error={error.value} state={state} />;
  const saved = async () => {
    await state.load();
    navigate(at);
  };
  const edited = items.value[part].find(({ id }) => id === wanted.get('edit'));
  const newKind = wanted.get('new');
  // Browsers add themselves, on a page of their own.
  const addable = hasKinds(part) ? adapters.value[part].filter(({ kind }) => kind !== 'web-push') : [];
  if (newKind === 'choose' && hasKinds(part))
    return <KindChoice part={part} kinds={addable} at={at} title={said.addTitles[part]} />;
  const mayEdit = mayAdd(part) && edited?.provisioned !== true;
  if (mayEdit && (edited !== undefined || newKind !== null))
    return (
      <ItemEditor
        key={edited?.id ?? newKind}
        part={part}
        item={edited ?? null}
        kind={edited?.kind ?? newKind ?? ''}
        state={state}
        onSaved={saved}
        onCancel={() => navigate(at)}
      />
    );
  return <ListPage part={part} state={state} />;
}

function ListPage({ part, state }: { part: Part; state: ItemsState }) {
  const said = words.value.items;
  const add = `/settings/${part}?new=${hasKinds(part) ? 'choose' : 'one'}`;
  const isOwner = account.value?.role === 'owner';
  const button = (
    <a class="button primary" href={add}>
      {said.addTitles[part]}
    </a>
  );
  return (
    <>
      <div class="stack tight">
        <SettingsTitle aside={mayAdd(part) && button}>{said.titles[part]}</SettingsTitle>
        <p class="muted">{isOwner ? said.intros[part] : said.ownIntros[part]}</p>
        {part === 'lines' && (
          <p>
            <a href="/settings/line-tests">{words.value.settings.lineTests}</a>
          </p>
        )}
      </div>
      <ItemList part={part} state={state} />
    </>
  );
}

function NotRead({ error, state }: { error: string; state: ItemsState }) {
  return (
    <div class="notice bad" role="alert">
      <span>{error}</span>
      <button type="button" onClick={() => state.load()}>
        {words.value.common.tryAgain}
      </button>
    </div>
  );
}

function mayAdd(part: Part): boolean {
  const role = account.value?.role;
  return role === 'owner' || (part === 'destinations' && role === 'member');
}
