import { useState } from 'preact/hooks';
import { makeToken, type NewToken, type Scope } from '../../api/tokens.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';

const choosable: readonly Scope[] = ['read', 'send', 'admin'];

export function MakeToken({ onClose, onMade }: { onClose: () => void; onMade: (token: NewToken) => Promise<void> }) {
  const said = words.value.tokens;
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const task = useTask();
  const choose = (scope: Scope, wanted: boolean) =>
    setScopes(choosable.filter((one) => (one === scope ? wanted : scopes.includes(one))));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (scopes.length === 0) return task.fail(said.noScope);
    void task.run(async () => onMade(await makeToken(name.trim(), [...scopes])));
  };
  return (
    <Dialog title={said.add} onClose={onClose}>
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
        <fieldset class="choices">
          <legend>{said.may}</legend>
          {choosable.map((scope) => (
            <label key={scope} class="choice">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={(event) => choose(scope, event.currentTarget.checked)}
              />
              <span>
                {said.scopes[scope]}
                <span class="small muted block">{said.scopesText[scope]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {task.error !== undefined && (
          <p class="notice bad" role="alert">
            {task.error}
          </p>
        )}
        <button type="submit" class="primary" disabled={task.running}>
          {said.make}
        </button>
      </form>
    </Dialog>
  );
}
