import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';

export function NotFoundPage() {
  return (
    <>
      <PageTitle>{words.value.shell.notFound}</PageTitle>
      <p>
        <a href="/">{words.value.shell.toInbox}</a>
      </p>
    </>
  );
}
