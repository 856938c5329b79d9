import { useMemo } from 'preact/hooks';
import type { Message } from '../../api/messages.ts';
import { SettingsForm } from '../../forms/settings-form.tsx';
import { setUpWords } from '../../words/set-up.ts';
import { Draft } from '../items/draft.ts';
import { choosableOf } from '../items/items.ts';
import { Rehearse } from '../items/rehearse.tsx';
import type { Wizard } from './wizard.ts';

const asked = ['name', 'to'];

/** A route for texts like the one that came: its service or sender is filled in, one chooses where they go. */
export function RouteForm({ wizard, message, onSaved }: { wizard: Wizard; message: Message; onSaved: () => void }) {
  const said = setUpWords.value;
  const { adapters, items } = wizard.state;
  const draft = useMemo(() => {
    if (adapters.value === null || items.value === null) return null;
    const made = new Draft('routes', { item: null, kind: '', adapters: adapters.value, items: items.value });
    const { service, sender, code } = message;
    made.change('name', said.routeName(service ?? sender));
    made.change('when', {
      ...(service === null ? { sender } : { service }),
      ...(code === null ? {} : { hasCode: true }),
    });
    const [only] = items.value.destinations;
    made.change('to', items.value.destinations.length === 1 && only !== undefined ? [only.id] : undefined);
    return made;
  }, []);
  if (draft === null || items.value === null) return null;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const saved = await draft.save();
    if (saved === null) return;
    await wizard.state.load();
    onSaved();
  };
  const settings = asked.flatMap((name) => draft.common.filter((setting) => setting.name === name));
  const { service, sender, code } = message;
  return (
    <form class="card roomy" onSubmit={save} noValidate>
      <p>{said.takes(service ?? sender, service !== null, code !== null)}</p>
      <SettingsForm
        settings={settings}
        of="routes"
        first={asked}
        value={draft.value.value}
        problems={draft.problems.value}
        choosable={choosableOf(items.value)}
        onChange={(path, value) => draft.change(path, value)}
      />
      <Rehearse draft={draft} routes={items.value.routes} item={null} />
      {draft.error.value !== null && (
        <p class="notice bad" role="alert">
          {draft.error.value}
        </p>
      )}
      <div class="row">
        <button type="submit" class="primary" disabled={draft.busy.value}>
          {said.makeRoute}
        </button>
        <a href="/settings/routes?new=one">{said.moreExactly}</a>
      </div>
    </form>
  );
}
