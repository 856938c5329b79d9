import { useState } from 'preact/hooks';
import type { Brief } from '../../api/sign-in.ts';
import { Field } from '../../parts/field.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import type { Task } from '../../parts/task.ts';
import { words } from '../../words/words.ts';

const someoneNew = '';

/** The first owner says who they are: somebody whom the configuration names, or somebody new. */
export function WhoAreYou({
  people,
  task,
  onAnswer,
}: {
  people: readonly Brief[];
  task: Task;
  onAnswer: (who: { person?: string; name?: string }) => void;
}) {
  const { setupLink } = words.value;
  const [person, setPerson] = useState(people[0]?.id ?? someoneNew);
  const [name, setName] = useState('');
  const isNew = person === someoneNew;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(isNew ? { name: name.trim() } : { person });
      }}
    >
      <PageTitle key="who">{setupLink.first}</PageTitle>
      <p>{setupLink.firstText}</p>
      {people.length > 0 && (
        <fieldset class="choices">
          <legend>{setupLink.oneOf}</legend>
          {[...people, { id: someoneNew, name: setupLink.someoneNew }].map((one) => (
            <label key={one.id} class="choice">
              <input type="radio" name="who" checked={person === one.id} onChange={() => setPerson(one.id)} />
              <span>{one.name}</span>
            </label>
          ))}
        </fieldset>
      )}
      {isNew && (
        <Field label={setupLink.name} hint={setupLink.nameHint} error={task.error}>
          {(ids) => (
            <input
              {...ids}
              autocomplete="name"
              maxLength={100}
              required
              pattern=".*\S.*"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {!isNew && task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      <button type="submit" class="primary large" disabled={task.running}>
        {setupLink.go}
      </button>
    </form>
  );
}
