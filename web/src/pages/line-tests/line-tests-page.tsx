import { useEffect, useState } from 'preact/hooks';
import { account } from '../../api/account.ts';
import { type LineTest, type LineTestSetting, listLineTests } from '../../api/canaries.ts';
import { type Items, readItems } from '../../api/configuration.ts';
import { listen } from '../../api/events.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { tell } from '../../parts/notices.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import '../../styles/account.css';
import '../../styles/line-tests.css';
import { lineTestWords } from '../../words/line-tests.ts';
import { words } from '../../words/words.ts';
import { canTest } from './draft.ts';
import { LineTestCard } from './line-test-card.tsx';
import { LineTestDialog } from './line-test-dialog.tsx';
import { Needs, NoneOfYours, NoTests } from './no-tests.tsx';
import { TestActions } from './test-actions.tsx';

interface Read {
  tests: LineTest[];
  /** null: this person changes nothing. */
  items: Items | null;
}

/** Whether the texts still arrive that the hub sends to its own lines. Whoever is no owner sees those of their own lines. */
export function LineTestsPage() {
  const said = lineTestWords.value;
  const isOwner = account.value?.role === 'owner';
  const { value, reload, task } = useLoaded<Read>(async () => {
    const [tests, items] = await Promise.all([listLineTests(), isOwner ? readItems() : null]);
    return { tests, items };
  });
  useEffect(() => {
    const stops = ['canary', 'reset'].map((kind) => listen(kind, () => void reload()));
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const [edited, setEdited] = useState<LineTestSetting | 'new' | null>(null);
  const items = value?.items ?? null;
  const mayAdd = items !== null && canTest(items);
  const add = (
    <button type="button" class="primary" onClick={() => setEdited('new')}>
      {said.add}
    </button>
  );
  const saved = async () => {
    setEdited(null);
    tell(said.saved);
    await reload();
  };
  const isEmpty = value?.tests.length === 0;
  return (
    <>
      <div class="stack tight">
        <SettingsTitle aside={mayAdd && !isEmpty && add}>{words.value.settings.lineTests}</SettingsTitle>
        <p class="muted">{said.intro}</p>
        <p class="row">
          <a href="/settings/lines">{said.lines}</a>
          {isOwner && <a href="/settings/costs">{said.costs}</a>}
        </p>
      </div>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {isEmpty &&
        (items === null ? <NoneOfYours /> : <NoTests>{mayAdd ? <p class="row">{add}</p> : <Needs />}</NoTests>)}
      {value !== null && !isEmpty && <Tests {...value} onEdit={setEdited} onChanged={reload} />}
      {edited !== null && items !== null && (
        <LineTestDialog
          test={edited === 'new' ? null : edited}
          items={items}
          onSaved={saved}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

interface TestsProps extends Read {
  onEdit: (setting: LineTestSetting) => void;
  onChanged: () => Promise<void>;
}

function Tests({ tests, items, onEdit, onChanged }: TestsProps) {
  return (
    <ul class="item-cards">
      {tests.map((test) => (
        <LineTestCard key={test.id} test={test}>
          {items !== null && <TestActions test={test} items={items} onEdit={onEdit} onChanged={onChanged} />}
        </LineTestCard>
      ))}
    </ul>
  );
}
