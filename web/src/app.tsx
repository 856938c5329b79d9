import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { account } from './api/account.ts';
import { forgetRequests } from './api/recent.ts';
import { findPage, loadPage, type Page } from './pages/pages.ts';
import { Loading } from './parts/loading.tsx';
import { Notices } from './parts/notices.tsx';
import { Shell } from './parts/shell.tsx';
import { navigate, path } from './routing/path.ts';
import { words } from './words/words.ts';

/** The page that the address names, inside the shell where somebody is signed in. */
export function App() {
  const found = findPage(path.value);
  useEffect(() => {
    // Whoever signs out has gone elsewhere by now.
    if (findPage(path.value).page.open) return;
    if (account.value === null) navigate(`/sign-in?next=${encodeURIComponent(path.value)}`, { replace: true });
    else if (account.value.setup) navigate('/setup', { replace: true });
  }, [found, account.value]);
  useEffect(() => forgetRequests(), [found.page]);
  const allowed = found.page.open || (account.value !== null && !account.value.setup);
  const content = allowed ? <PageContent page={found.page} parameter={found.parameter} /> : <Loading />;
  return (
    <>
      {found.page.bare ? content : <Shell>{content}</Shell>}
      <Notices />
    </>
  );
}

export interface PageProps {
  /** What stands behind the page's own path, such as the id of a message. */
  parameter: string;
}

function PageContent({ page, parameter }: { page: Page; parameter: string }) {
  const [loaded, setLoaded] = useState<{ page: Page; Content: ComponentType<PageProps> } | null>(null);
  useEffect(() => {
    let wanted = true;
    loadPage(page).then((Content) => {
      if (!wanted) return;
      document.title = `${page.title(words.value)} · Keypigeon`;
      setLoaded({ page, Content });
    });
    return () => {
      wanted = false;
    };
  }, [page]);
  return loaded === null || loaded.page !== page ? (
    <Loading />
  ) : (
    <loaded.Content key={parameter} parameter={parameter} />
  );
}
