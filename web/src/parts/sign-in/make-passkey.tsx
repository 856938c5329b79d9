import { words } from '../../words/words.ts';
import { Icon } from '../icon.tsx';
import { makePasskey, passkeyTrouble } from '../passkeys.ts';
import { useTask } from '../task.ts';

/** Makes a passkey by one click. `name`: what the list calls it; default is the browser's name. */
export function MakePasskey({
  label,
  name,
  class: className = '',
  make = makePasskey,
  onMade,
}: {
  label: string;
  name?: string;
  class?: string;
  make?: (name?: string) => Promise<void>;
  onMade: () => Promise<void>;
}) {
  const { setupLink, credentials } = words.value;
  const task = useTask();
  const start = () =>
    task.run(
      async () => {
        try {
          await make(name);
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
