import { useEffect, useRef, useState } from 'preact/hooks';
import { type Message, noteCopied } from '../../api/messages.ts';
import { copyText } from '../../parts/copy-text.ts';
import { path } from '../../routing/path.ts';
import { words } from '../../words/words.ts';
import { CodeText } from '../inbox/privacy.tsx';

/** Whether one came here by "Copy code" of a notification. */
export function wantsCopy(): boolean {
  return new URLSearchParams(path.value.split('?')[1] ?? '').has('copy');
}

/**
 * Copies the code at once where the browser lets a page do so, else at the first key or click, wherever that is: what
 * shows notifications cannot reach the clipboard itself.
 */
export function CopyNow({ message }: { message: Message }) {
  const said = words.value.message;
  const [copied, setCopied] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const copy = async () => {
    if (!(await copyText(message.code ?? ''))) return;
    setCopied(true);
    // Copied it is in any case; that others hear of it is a help.
    await noteCopied(message.id).catch(() => {});
  };
  useEffect(() => {
    button.current?.focus();
    void copy();
  }, []);
  useEffect(() => {
    if (copied) return;
    const onClick = (event: Event) => event.target !== button.current && void copy();
    const onKey = ({ key, target }: KeyboardEvent) => key !== 'Tab' && target !== button.current && void copy();
    addEventListener('pointerup', onClick);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pointerup', onClick);
      removeEventListener('keydown', onKey);
    };
  }, [copied]);
  return (
    <div class="copy-now">
      <CodeText code={message.code ?? ''} />
      <button ref={button} type="button" class={`primary ${copied ? 'copied' : ''}`} onClick={copy}>
        {copied ? words.value.common.copied : words.value.inbox.copyCode}
      </button>
      <p role="status">{copied ? said.copiedNow : said.copyHint}</p>
    </div>
  );
}
