import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type App, listApps, type NewApp } from '../../api/apps.ts';
import { type Items, readItems } from '../../api/configuration.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import '../../styles/account.css';
import '../../styles/apps.css';
import { appWords } from '../../words/apps.ts';
import { words } from '../../words/words.ts';
import { AppList } from './app-list.tsx';
import { MakeApp } from './make-app.tsx';
import { NewAppDialog } from './new-app-dialog.tsx';

/** Programs that have codes sent and checked by this hub. */
export function AppsPage() {
  return <OwnersOnly title={appWords.value.title}>{() => <Apps />}</OwnersOnly>;
}

async function readAll(): Promise<{ apps: App[]; items: Items }> {
  const [apps, items] = await Promise.all([listApps(), readItems()]);
  return { apps, items };
}

function Apps() {
  const said = appWords.value;
  const { value, reload, task } = useLoaded(readAll);
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<NewApp | null>(null);
  const onMade = async (app: NewApp) => {
    setIsMaking(false);
    setMade(app);
    await reload();
  };
  const add = (
    <button type="button" class="primary" disabled={value === null} onClick={() => setIsMaking(true)}>
      {said.add}
    </button>
  );
  const isEmpty = value?.apps.length === 0;
  return (
    <>
      <SettingsTitle aside={isEmpty ? undefined : add}>{said.title}</SettingsTitle>
      {!isEmpty && (
        <p class="muted">
          {said.intro} <a href="/settings/costs">{words.value.settings.costs}</a>
        </p>
      )}
      {value === null && <NotLoaded task={task} reload={reload} />}
      {isEmpty && <Empty>{add}</Empty>}
      {value !== null && !isEmpty && <AppList {...value} />}
      {isMaking && value !== null && <MakeApp items={value.items} onClose={() => setIsMaking(false)} onMade={onMade} />}
      {made !== null && value !== null && (
        <NewAppDialog
          made={made}
          hub={value.items.general.publicUrlInUse}
          ownRegion={value.items.general.defaultRegion}
          onClose={() => setMade(null)}
        />
      )}
    </>
  );
}

function Empty({ children }: { children: ComponentChildren }) {
  const { empty } = appWords.value;
  return (
    <section class="card roomy app-empty">
      <h2>{empty.title}</h2>
      <ol class="stack">
        {empty.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="muted">{empty.text}</p>
      <div class="row">{children}</div>
    </section>
  );
}
