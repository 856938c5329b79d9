import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';

export function InboxPage() {
  return <PageTitle>{words.value.shell.inbox}</PageTitle>;
}
