import { changePerson, type Person } from '../../api/people.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { tell } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';
import { changesOf } from './changes.ts';
import { PersonForm } from './person-form.tsx';

export function ChangePerson({
  person,
  onClose,
  onDone,
}: {
  person: Person;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const { people: said, common } = words.value;
  const { id, name, role, endsAt } = person;
  return (
    <Dialog title={said.changeTitle(name)} onClose={onClose}>
      <PersonForm
        first={{ name, role, endsAt }}
        action={common.save}
        said={{ conflict: said.lastOwner }}
        onSubmit={async (wish) => {
          const changes = changesOf(person, wish);
          if (Object.keys(changes).length > 0) await changePerson(id, changes);
          await onDone();
          tell(said.saved(wish.name));
        }}
      />
    </Dialog>
  );
}
