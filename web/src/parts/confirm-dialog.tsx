import type { ComponentChildren } from 'preact';
import { words } from '../words/words.ts';
import { Dialog } from './dialog.tsx';
import { type SaidByCode, useTask } from './task.ts';

/** Asks before something that cannot be taken back, and says what it means. Stays open when it does not work. */
export function ConfirmDialog({
  title,
  action,
  said = {},
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  action: string;
  said?: SaidByCode;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const task = useTask();
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        {children}
        {task.error !== undefined && (
          <p class="notice bad" role="alert">
            {task.error}
          </p>
        )}
        <div class="row end">
          <button type="button" onClick={onClose}>
            {words.value.common.cancel}
          </button>
          <button type="button" class="danger" disabled={task.running} onClick={() => task.run(onConfirm, said)}>
            {action}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
