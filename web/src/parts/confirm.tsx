import { useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { Dialog } from './dialog.tsx';

/** Asks before something is done that cannot be taken back. */
export function Confirm({
  title,
  text,
  action,
  error,
  onConfirm,
  onClose,
}: {
  title: string;
  text: string;
  action: string;
  error?: string | undefined;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const confirm = () => {
    setBusy(true);
    void onConfirm().finally(() => setBusy(false));
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        <p>{text}</p>
        {error !== undefined && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <div class="row">
          <button type="button" class="danger" disabled={busy} onClick={confirm}>
            {action}
          </button>
          <button type="button" onClick={onClose}>
            {words.value.common.cancel}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
