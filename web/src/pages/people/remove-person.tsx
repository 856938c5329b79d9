import { type Person, removePerson } from '../../api/people.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { tell } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';

export function RemovePerson({
  person: { id, name, role },
  onClose,
  onDone,
}: {
  person: Person;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const { people: said, common } = words.value;
  const remove = async () => {
    await removePerson(id);
    await onDone();
    tell(said.removed(name));
  };
  return (
    <ConfirmDialog
      title={said.removeTitle(name)}
      action={common.remove}
      said={{ conflict: role === 'owner' ? said.lastOwner : said.removeInFile }}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{said.removeText(name)}</p>
      <p>{said.removeStays}</p>
    </ConfirmDialog>
  );
}
