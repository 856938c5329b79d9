import { useState } from 'preact/hooks';
import { hubNow } from '../../api/hub-clock.ts';
import type { PersonWish, Role } from '../../api/people.ts';
import { Field } from '../../parts/field.tsx';
import { type SaidByCode, useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';
import { fromField, proposedEnd, toField, troubleWithEnd } from './end.ts';

const roles: readonly Role[] = ['owner', 'member', 'guest'];

/** Name, role and end: of somebody new, or of somebody who is there. */
export function PersonForm({
  first,
  action,
  said,
  onSubmit,
}: {
  first: PersonWish;
  action: string;
  said: SaidByCode;
  onSubmit: (wish: PersonWish) => Promise<void>;
}) {
  const { people: text, common } = words.value;
  const [name, setName] = useState(first.name);
  const [role, setRole] = useState(first.role);
  const [end, setEnd] = useState(first.endsAt === null ? '' : toField(Date.parse(first.endsAt)));
  const [endError, setEndError] = useState<string | undefined>();
  const task = useTask();

  const choose = (chosen: Role) => {
    setRole(chosen);
    setEndError(undefined);
    if (chosen === 'guest' && end === '') setEnd(proposedEnd(hubNow()));
  };
  const submit = () => {
    const wish = { name: name.trim(), role, endsAt: fromField(end) };
    const trouble = troubleWithEnd(wish, hubNow());
    setEndError(trouble === null ? undefined : trouble === 'missing' ? text.endMissing : text.endPast);
    if (trouble === null) void task.run(() => onSubmit(wish), said);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={text.name}>
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
      <RoleChoice role={role} onRole={choose} />
      <Field label={text.end} hint={text.endHint} optional={role !== 'guest'} error={endError}>
        {(ids) => (
          <input {...ids} type="datetime-local" value={end} onInput={(event) => setEnd(event.currentTarget.value)} />
        )}
      </Field>
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      <button type="submit" class="primary" disabled={task.running} title={task.running ? common.loading : undefined}>
        {action}
      </button>
    </form>
  );
}

function RoleChoice({ role, onRole }: { role: Role; onRole: (role: Role) => void }) {
  const { people: text, account: accountWords } = words.value;
  return (
    <fieldset class="choices">
      <legend>{text.role}</legend>
      {roles.map((one) => (
        <label key={one} class="choice">
          <input type="radio" name="role" checked={role === one} onChange={() => onRole(one)} />
          <span>
            {accountWords.roles[one]}
            <span class="small muted block">{text.rolesText[one]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
