import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { copyText } from './copy-text.ts';
import { tell } from './notices.tsx';

const saidForMs = 2_000;

/** Copies a text, and says that it did. `onCopied` is called once it is in the clipboard. */
export function CopyButton({
  text,
  children,
  label,
  class: className = '',
  onCopied,
}: {
  text: string;
  children?: ComponentChildren;
  /** What a screen reader says in place of what is shown. */
  label?: string;
  class?: string;
  onCopied?: () => void;
}) {
  const [copied, setCopied] = useState(false);
  const { common } = words.value;
  const copy = async () => {
    if (!(await copyText(text))) return tell(common.copyFailed, 'bad');
    setCopied(true);
    setTimeout(() => setCopied(false), saidForMs);
    onCopied?.();
  };
  return (
    <button type="button" class={`copy ${copied ? 'copied' : ''} ${className}`} aria-label={label} onClick={copy}>
      {copied ? common.copied : (children ?? common.copy)}
    </button>
  );
}
