import { type Message, noteCopied } from '../../api/messages.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { words } from '../../words/words.ts';
import { titleOf } from './words-of-message.tsx';

/** Copies a code and tells the others that it is taken. `shortcut`: it is the one that the key `c` copies. */
export function CodeCopy({
  message,
  class: className = '',
  shortcut = false,
}: {
  message: Message;
  class?: string;
  shortcut?: boolean;
}) {
  const said = words.value.inbox;
  // Copied it is in any case; that others hear of it is a help.
  const onCopied = () => void noteCopied(message.id).catch(() => {});
  return (
    <CopyButton
      text={message.code ?? ''}
      label={said.copyCodeOf(titleOf(message))}
      class={`${className} ${shortcut ? 'copies-newest' : ''}`}
      onCopied={onCopied}
    >
      {said.copyCode}
    </CopyButton>
  );
}
