import type { Message } from '../../api/messages.ts';
import { words } from '../../words/words.ts';
import { besideCode } from './privacy.tsx';

/** What a message is called: its service, else its sender. */
export function titleOf({ service, sender, view, event, line }: Message): string {
  const said = words.value.inbox;
  if (view === 'hidden') return said.hiddenTitle(line);
  if (event !== null) return said.events[event as keyof typeof said.events] ?? event;
  return service ?? (sender === '' ? said.unknownSender : sender);
}

/** One line of what it says. */
export function excerptOf({ text, code, purgedAt, view, kind }: Message): string {
  const said = words.value.inbox;
  if (view === 'hidden') return said.hiddenText;
  if (text !== null) return besideCode(text, code);
  if (purgedAt !== null) return said.erased;
  return said.kinds[kind as keyof typeof said.kinds] ?? said.noText;
}

/** What one must know before one uses a code. */
export function Marks({ message }: { message: Message }) {
  const said = words.value.inbox;
  const { takenBy, waitedBy, underAttack, incomplete, backlog } = message;
  return (
    <>
      {takenBy !== null && takenBy !== undefined && <span class="tag warn">{said.takenBy(takenBy.name)}</span>}
      {waitedBy !== null && waitedBy !== undefined && <span class="tag">{said.waitedBy(waitedBy.name)}</span>}
      {underAttack && <span class="tag bad">{said.underAttack}</span>}
      {incomplete && <span class="tag warn">{said.incomplete}</span>}
      {backlog && <span class="tag">{said.backlog}</span>}
    </>
  );
}
