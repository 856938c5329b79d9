import { choices } from '../../notifications/choices.ts';
import { endPush } from '../../notifications/push.ts';
import { Item } from '../../parts/item.tsx';
import { type Loaded, NotLoaded } from '../../parts/loaded.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';
import type { NotifiedBrowser } from './find-browsers.ts';

export function BrowsersSection({ browsers }: { browsers: Loaded<NotifiedBrowser[]> }) {
  const { notifications: said, common } = words.value;
  const { value, reload, task } = browsers;
  const removing = useTask();
  const remove = (id: string) =>
    removing.run(async () => {
      await endPush(id);
      await reload();
      tell(said.removed);
    });
  return (
    <section class="card">
      <h2>{said.yours}</h2>
      <p class="muted">{said.yoursText}</p>
      {removing.error !== undefined && (
        <p class="notice bad" role="alert">
          {removing.error}
        </p>
      )}
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value?.length === 0 && <p>{said.none}</p>}
      <ul class="items">
        {value?.map((browser) => (
          <Item key={browser.id} name={<Name browser={browser} />}>
            <button
              type="button"
              disabled={removing.running}
              aria-label={said.removeLabel(browser.name)}
              onClick={() => remove(browser.id)}
            >
              {common.remove}
            </button>
          </Item>
        ))}
      </ul>
    </section>
  );
}

function Name({ browser: { id, name, ended } }: { browser: NotifiedBrowser }) {
  const said = words.value.notifications;
  return (
    <>
      <span>{name}</span>
      {id === choices.push.value && <span class="tag good">{said.thisOne}</span>}
      {ended && <span class="tag warn">{said.endedThere}</span>}
    </>
  );
}
