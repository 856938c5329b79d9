import { addPerson, type SetupLink } from '../../api/people.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { words } from '../../words/words.ts';
import { PersonForm } from './person-form.tsx';

export function AddPerson({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (name: string, link: SetupLink) => Promise<void>;
}) {
  const { people: said } = words.value;
  return (
    <Dialog title={said.add} onClose={onClose}>
      <PersonForm
        first={{ name: '', role: 'member', endsAt: null }}
        action={said.add}
        said={{ conflict: said.taken }}
        onSubmit={async (wish) => onAdded(wish.name, (await addPerson(wish)).link)}
      />
    </Dialog>
  );
}
