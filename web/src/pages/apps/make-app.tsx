import { useState } from 'preact/hooks';
import { type AppWish, makeApp, type NewApp } from '../../api/apps.ts';
import type { Items } from '../../api/configuration.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { useTask } from '../../parts/task.ts';
import { appWords } from '../../words/apps.ts';
import { ChooseLines } from './choose-lines.tsx';

interface Props {
  items: Items;
  onClose: () => void;
  onMade: (app: NewApp) => Promise<void>;
}

/** Asks what an app is to be: its name, and by whose and which lines it may send. */
export function MakeApp(props: Props) {
  const said = appWords.value;
  return (
    <Dialog title={said.add} onClose={props.onClose}>
      {props.items.people.length === 0 ? <Nobody /> : <AppForm {...props} />}
    </Dialog>
  );
}

function Nobody() {
  const said = appWords.value;
  return (
    <div class="stack">
      <p>{said.nobody}</p>
      <div class="row">
        <a class="button primary" href="/settings/lines?new=one">
          {said.addLine}
        </a>
      </div>
    </div>
  );
}

function AppForm({ items: { people, lines }, onMade }: Props) {
  const said = appWords.value;
  const [name, setName] = useState('');
  const [owner, setOwner] = useState(ownerWithLines(people, lines));
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [noLine, setNoLine] = useState(false);
  const task = useTask();
  const chooseOwner = (id: string) => {
    setOwner(id);
    setChosen(null);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setNoLine(chosen?.length === 0);
    if (chosen?.length === 0) return;
    const wish: AppWish = { name: name.trim(), owner, ...(chosen === null ? {} : { lines: chosen }) };
    void task.run(async () => onMade(await makeApp(wish)));
  };
  const own = lines.filter((line) => line.owner === owner);
  return (
    <form class="stack" onSubmit={submit}>
      <Field label={said.name} hint={said.nameHint}>
        {(ids) => (
          <input
            {...ids}
            autocomplete="off"
            maxLength={100}
            required
            pattern=".*\S.*"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      {people.length > 1 && (
        <Field label={said.owner} hint={said.ownerHint}>
          {(ids) => (
            <select {...ids} value={owner} onChange={(event) => chooseOwner(event.currentTarget.value)}>
              {people.map(({ id, name: label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <ChooseLines
        lines={own}
        owner={people.length > 1 ? (people.find(({ id }) => id === owner)?.name ?? owner) : ''}
        chosen={chosen}
        onChange={setChosen}
        error={noLine && chosen?.length === 0 ? said.noLine : undefined}
      />
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      <button type="submit" class="primary" disabled={task.running}>
        {said.make}
      </button>
    </form>
  );
}

/** Whoever has a line can send at once. */
function ownerWithLines(people: Items['people'], lines: Items['lines']): string {
  const found = people.find(({ id }) => lines.some((line) => line.owner === id)) ?? people[0];
  return found?.id ?? '';
}
