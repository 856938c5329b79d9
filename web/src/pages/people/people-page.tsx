import { useState } from 'preact/hooks';
import { loadAccount } from '../../api/account.ts';
import { listPeople, type Person, type SetupLink } from '../../api/people.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import '../../styles/account.css';
import { words } from '../../words/words.ts';
import { AddPerson } from './add-person.tsx';
import { ChangePerson } from './change-person.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { PersonItem } from './person-item.tsx';
import { RemovePerson } from './remove-person.tsx';
import { ResetPerson } from './reset-person.tsx';

export type Doing = 'change' | 'reset' | 'remove';

/** Who may use the hub. */
export function PeoplePage() {
  return <OwnersOnly title={words.value.people.title}>{() => <People />}</OwnersOnly>;
}

function People() {
  const { people: said } = words.value;
  const { value: people, reload, task } = useLoaded(listPeople);
  const [isAdding, setIsAdding] = useState(false);
  const [doing, setDoing] = useState<{ what: Doing; person: Person } | null>(null);
  const [made, setMade] = useState<{ name: string; link: SetupLink } | null>(null);

  const close = () => {
    setIsAdding(false);
    setDoing(null);
  };
  const changed = async () => {
    close();
    // An owner may have changed themselves.
    await Promise.all([reload(), loadAccount()]);
  };
  const linkMade = async (name: string, link: SetupLink) => {
    close();
    setMade({ name, link });
    await reload();
  };
  const dialog = { onClose: close, onDone: changed };
  return (
    <>
      <SettingsTitle
        aside={
          <button type="button" class="primary" onClick={() => setIsAdding(true)}>
            {said.add}
          </button>
        }
      >
        {said.title}
      </SettingsTitle>
      <p class="muted">{said.intro}</p>
      {people === null && <NotLoaded task={task} reload={reload} />}
      {people !== null && (
        <ul class="card items">
          {people.map((person) => (
            <PersonItem key={person.id} person={person} onDo={(what) => setDoing({ what, person })} />
          ))}
        </ul>
      )}
      {isAdding && <AddPerson onClose={close} onAdded={linkMade} />}
      {doing?.what === 'change' && <ChangePerson person={doing.person} {...dialog} />}
      {doing?.what === 'remove' && <RemovePerson person={doing.person} {...dialog} />}
      {doing?.what === 'reset' && <ResetPerson person={doing.person} onClose={close} onReset={linkMade} />}
      {made !== null && <LinkDialog name={made.name} link={made.link} onClose={() => setMade(null)} />}
    </>
  );
}
