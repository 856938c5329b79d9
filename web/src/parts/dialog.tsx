import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words/words.ts';

/** A window over the page. The browser keeps the focus inside and closes it by Escape. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const gone = useRef(false);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Taken off the page without being closed, it would not give the focus back.
    return () => {
      gone.current = true;
      shown?.close();
    };
  }, []);
  return (
    <dialog ref={dialog} aria-label={title} onClose={() => gone.current || onClose()}>
      <div class="page-title">
        <h2>{title}</h2>
        <button type="button" class="quiet" aria-label={words.value.common.close} onClick={onClose}>
          ×
        </button>
      </div>
      {children}
    </dialog>
  );
}
