import { type Item, readItems } from '../../api/configuration.ts';
import { leavesOf, type Setting } from '../../forms/setting.ts';
import { labelOf, valueWords } from '../../forms/setting-words.ts';
import { isSetSecret, readAt } from '../../forms/value.ts';
import { useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';
import type { Draft } from './draft.ts';

/** Somebody else changed it meanwhile: one goes on with theirs, and sees what one had typed beside it. */
export function Theirs({ draft }: { draft: Draft }) {
  if (draft.conflict.value) return <Conflict draft={draft} />;
  if (draft.mine.value !== null) return <Differences draft={draft} />;
  return null;
}

function Conflict({ draft }: { draft: Draft }) {
  const task = useTask();
  const said = words.value.items.conflict;
  const load = async () => {
    const items = await readItems();
    const theirs: Item | undefined = items[draft.part].find(({ id }) => id === draft.id.value);
    if (theirs === undefined) throw new Error(said.gone);
    draft.takeTheirs(theirs);
  };
  return (
    <div class="notice-box stack" role="alert">
      <p>{said.text}</p>
      {task.error !== undefined && <p class="error">{task.error}</p>}
      <div class="row">
        <button type="button" class="primary" disabled={task.running} onClick={() => task.run(load)}>
          {said.load}
        </button>
      </div>
    </div>
  );
}

function Differences({ draft }: { draft: Draft }) {
  const said = words.value.items.conflict;
  const different = differencesOf(draft);
  return (
    <div class="notice-box stack" role="status">
      <p>{different.length === 0 ? said.same : said.differences}</p>
      {different.length > 0 && (
        <ul class="differences">
          {different.map(({ setting, of, mine }) => (
            <li key={setting.path} class="row">
              <span>
                <strong>{labelOf(setting, of)}</strong> {valueWords(setting, of, mine)}
              </span>
              <button type="button" onClick={() => draft.change(setting.path, mine)}>
                {said.takeMine}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What was typed and is not what the form shows now. */
function differencesOf(draft: Draft): { setting: Setting; of: string; mine: unknown }[] {
  const typed = draft.mine.value ?? {};
  const all = [
    ...leavesOf(draft.own).map((setting) => ({ setting, of: draft.of })),
    ...leavesOf(draft.common).map((setting) => ({ setting, of: draft.part as string })),
  ];
  return all
    .map((one) => ({ ...one, mine: readAt(typed, one.setting.path) }))
    .filter(({ setting, mine }) => {
      const theirs = readAt(draft.value.value, setting.path);
      return !isSetSecret(mine) && JSON.stringify(mine) !== JSON.stringify(theirs);
    });
}
