import { type Person, resetPerson, type SetupLink } from '../../api/people.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { words } from '../../words/words.ts';

export function ResetPerson({
  person: { id, name, canSignIn },
  onClose,
  onReset,
}: {
  person: Person;
  onClose: () => void;
  onReset: (name: string, link: SetupLink) => Promise<void>;
}) {
  const { people: said } = words.value;
  return (
    <ConfirmDialog
      title={said.resetTitle(name)}
      action={said.reset}
      onConfirm={async () => onReset(name, await resetPerson(id))}
      onClose={onClose}
    >
      <p>{canSignIn ? said.resetText(name) : said.resetFresh(name)}</p>
    </ConfirmDialog>
  );
}
