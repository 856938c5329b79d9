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
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-label={title} onClose={onClose}>
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
