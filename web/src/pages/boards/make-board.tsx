import { useState } from 'preact/hooks';
import { makeToken, type NewToken } from '../../api/tokens.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';

export function MakeBoard({ onClose, onMade }: { onClose: () => void; onMade: (board: NewToken) => Promise<void> }) {
  const said = words.value.boards;
  const [name, setName] = useState('');
  const task = useTask();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void task.run(async () => onMade(await makeToken(name.trim(), ['board'])));
  };
  return (
    <Dialog title={said.add} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <Field label={said.name} hint={said.nameHint} error={task.error}>
          {(ids) => (
            <input
              {...ids}
              autocomplete="off"
              maxLength={60}
              required
              pattern=".*\S.*"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <p class="small muted">{said.shows}</p>
        <button type="submit" class="primary" disabled={task.running}>
          {said.make}
        </button>
      </form>
    </Dialog>
  );
}
