import { words } from '../../words/words.ts';
import { Icon } from '../icon.tsx';
import { makePasskey, passkeyTrouble } from '../passkeys.ts';
import { useTask } from '../task.ts';

/** Makes a passkey by one click. */
export function MakePasskey({
  label,
  class: className = '',
  make = () => makePasskey(),
  onMade,
}: {
  label: string;
  class?: string;
  make?: () => Promise<void>;
  onMade: () => Promise<void>;
}) {
  const { setupLink, credentials } = words.value;
  const task = useTask();
  const start = () =>
    task.run(
      async () => {
        try {
          await make();
        } catch (error) {
          const trouble = passkeyTrouble(error);
          if (trouble === null) throw error;
          return task.fail(trouble === 'known' ? credentials.passkeyKnown : credentials.passkeyCanceled);
        }
        await onMade();
      },
      { 'invalid-request': credentials.passkeyRefused },
    );
  return (
    <>
      <button type="button" class={className} disabled={task.running} onClick={start}>
        <Icon name="person" /> {task.running ? setupLink.makingPasskey : label}
      </button>
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
    </>
  );
}
