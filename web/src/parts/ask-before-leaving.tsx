import { useEffect, useState } from 'preact/hooks';
import { askBeforeLeaving } from '../routing/path.ts';
import { words } from '../words/words.ts';
import { Confirm } from './confirm.tsx';

/** Asks before the page is left while it holds what is not saved; the browser asks by itself before it is closed. */
export function AskBeforeLeaving({ isDirty }: { isDirty: () => boolean }) {
  const [go, setGo] = useState<(() => void) | null>(null);
  useEffect(() => {
    const end = askBeforeLeaving((then) => {
      if (!isDirty()) return false;
      setGo(() => then);
      return true;
    });
    const onClose = (event: BeforeUnloadEvent) => {
      if (isDirty()) event.preventDefault();
    };
    addEventListener('beforeunload', onClose);
    return () => {
      end();
      removeEventListener('beforeunload', onClose);
    };
  }, []);
  if (go === null) return null;
  const { leave } = words.value.forms;
  return (
    <Confirm
      title={leave.title}
      text={leave.text}
      action={leave.action}
      onConfirm={async () => go()}
      onClose={() => setGo(null)}
    />
  );
}
