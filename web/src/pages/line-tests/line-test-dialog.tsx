import { useState } from 'preact/hooks';
import type { LineTestSetting } from '../../api/canaries.ts';
import type { Items } from '../../api/configuration.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { useTask } from '../../parts/task.ts';
import { lineTestWords } from '../../words/line-tests.ts';
import { words } from '../../words/words.ts';
import { focusFirstProblem } from '../items/focus-first-problem.ts';
import { type Draft, type FieldName, nameOf, readDraft, toDraft } from './draft.ts';
import { EveryField } from './every-field.tsx';
import { type Problems, saveChange } from './save-change.ts';
import { WayFields } from './way-fields.tsx';

interface Props {
  /** The one that is changed; null: a new one. */
  test: LineTestSetting | null;
  items: Items;
  onSaved: () => Promise<void>;
  onClose: () => void;
}

export function LineTestDialog(props: Props) {
  const { form: said, add } = lineTestWords.value;
  return (
    <Dialog title={props.test === null ? add : said.changeTitle(props.test.id)} onClose={props.onClose}>
      <LineTestForm {...props} />
    </Dialog>
  );
}

function LineTestForm({ test, items, onSaved }: Props) {
  const { form: said } = lineTestWords.value;
  const [draft, setDraft] = useState(() => toDraft(test));
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<Problems>({});
  const task = useTask();
  const change = (changed: Partial<Draft>) => {
    setDraft({ ...draft, ...changed });
    setRefused({});
  };
  const { test: next, wrong } = readDraft(draft, test?.enabled ?? true);
  const errorOf = (name: FieldName) => refused[name] ?? (asked && wrong.has(name) ? said.wrong[name] : undefined);
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    setAsked(true);
    if (wrong.size > 0) return focusFirstProblem(form);
    void task.run(async () => {
      const problems = await saveChange({ before: test, next });
      setRefused(problems);
      if (Object.keys(problems).length === 0) await onSaved();
      else focusFirstProblem(form);
    });
  };
  const general = task.error ?? refused.all;
  return (
    <form class="stack" noValidate onSubmit={submit}>
      <WayFields draft={draft} items={items} errorOf={errorOf} onChange={change} />
      <EveryField draft={draft} error={errorOf('everyMinutes')} onChange={change} />
      <Field label={said.lostAfter} hint={said.lostAfterHint} error={errorOf('lostAfterSeconds')}>
        {(ids) => (
          <input
            {...ids}
            class="short"
            inputMode="decimal"
            autocomplete="off"
            value={draft.lostAfterMinutes}
            onInput={(event) => change({ lostAfterMinutes: event.currentTarget.value })}
          />
        )}
      </Field>
      {test === null && (
        <Field label={said.name} hint={said.nameHint} error={errorOf('id')}>
          {(ids) => (
            <input
              {...ids}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              maxLength={63}
              value={draft.name ?? nameOf(draft)}
              onInput={(event) => change({ name: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {general !== undefined && (
        <p class="notice bad" role="alert">
          {general}
        </p>
      )}
      <button type="submit" class="primary" disabled={task.running}>
        {words.value.common.save}
      </button>
    </form>
  );
}
