import '../../styles/items.css';
import { useEffect, useMemo } from 'preact/hooks';
import { account } from '../../api/account.ts';
import type { Part } from '../../api/configuration.ts';
import { Loading } from '../../parts/loading.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { navigate, path } from '../../routing/path.ts';
import { words } from '../../words/words.ts';
import { ItemEditor } from './item-editor.tsx';
import { ItemList } from './item-list.tsx';
import { ItemsState } from './items.ts';
import { KindChoice } from './kind-choice.tsx';

export const LinesPage = () => <ItemsPage part="lines" />;
export const SourcesPage = () => <ItemsPage part="sources" />;
export const DestinationsPage = () => <ItemsPage part="destinations" />;
export const RoutesPage = () => <ItemsPage part="routes" />;

/** Lines, sources, destinations or routes: the list, and the editor of one. What is open stands in the address. */
function ItemsPage({ part }: { part: Part }) {
  const state = useMemo(() => new ItemsState(), []);
  useEffect(() => void state.load(), [state]);
  const said = words.value.items;
  const { items, adapters, error } = state;
  const at = `/settings/${part}`;
  const wanted = new URLSearchParams(path.value.split('?')[1] ?? '');
  if (error.value !== null && items.value === null) return <p class="notice bad">{error.value}</p>;
  if (items.value === null || adapters.value === null) return <Loading />;
  const saved = async () => {
    await state.load();
    navigate(at);
  };
  const edited = items.value[part].find(({ id }) => id === wanted.get('edit'));
  const newKind = wanted.get('new');
  const hasKinds = part === 'sources' || part === 'destinations';
  if (newKind === 'choose' && hasKinds)
    return <KindChoice kinds={adapters.value[part]} at={at} title={said.addTitles[part]} />;
  if (edited !== undefined || newKind !== null)
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
  const add = `${at}?new=${hasKinds ? 'choose' : 'one'}`;
  const mayAdd = account.value?.role === 'owner' || (part === 'destinations' && account.value?.role === 'member');
  return (
    <>
      <PageTitle
        aside={
          mayAdd && (
            <a class="button primary" href={add}>
              {said.addTitles[part]}
            </a>
          )
        }
      >
        {said.titles[part]}
      </PageTitle>
      <p class="muted">{said.intros[part]}</p>
      <ItemList part={part} state={state} />
    </>
  );
}
