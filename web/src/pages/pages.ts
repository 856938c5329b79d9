import type { ComponentType } from 'preact';
import type { PageProps } from '../app.tsx';
import { appWords } from '../words/apps.ts';
import { costWords } from '../words/costs.ts';
import { fieldWords } from '../words/fields.ts';
import { lineTestWords } from '../words/line-tests.ts';
import type { PageWords } from '../words/page-words.ts';
import { setUpWords } from '../words/set-up.ts';
import type { Words } from '../words/words.ts';

/** One page of the app. Each is loaded when it is first shown. */
export interface Page {
  /** Path; what follows it is the page's parameter. */
  at: string;
  /** Its parameter must be there. */
  needsParameter?: boolean;
  title(words: Words): string;
  load(): Promise<ComponentType<PageProps>>;
  /** What it shows besides the words that are always there. */
  words?: readonly Pick<PageWords<unknown>, 'load'>[];
  /** Also for those who have not signed in. */
  open?: boolean;
  /** Without the shell's navigation. */
  bare?: boolean;
  /** Is it, as it is opened, the same whoever is signed in? */
  isForStrangers?(): boolean;
}

export const pages: readonly Page[] = [
  {
    at: '/',
    title: (words) => words.shell.inbox,
    load: async () => (await import('./inbox/inbox-page.tsx')).InboxPage,
  },
  {
    at: '/messages',
    needsParameter: true,
    title: (words) => words.message.title,
    load: async () => (await import('./message/message-page.tsx')).MessagePage,
  },
  {
    at: '/wait',
    title: (words) => words.wait.title,
    load: async () => (await import('./wait/wait-page.tsx')).WaitPage,
  },
  {
    at: '/set-up',
    title: (words) => words.shell.setUp,
    words: [fieldWords, setUpWords],
    load: async () => (await import('./set-up/set-up-page.tsx')).SetUpPage,
  },
  {
    at: '/sign-in',
    title: (words) => words.signIn.title,
    load: async () => (await import('./sign-in/sign-in-page.tsx')).SignInPage,
    open: true,
    bare: true,
  },
  {
    at: '/setup',
    title: (words) => words.setupLink.title,
    load: async () => (await import('./setup-link/setup-link-page.tsx')).SetupLinkPage,
    open: true,
    bare: true,
    // Without its token it goes on with a set-up that was begun.
    isForStrangers: () => location.hash !== '',
  },
  {
    at: '/board',
    needsParameter: true,
    title: (words) => words.board.title,
    load: async () => (await import('./board/board-page.tsx')).BoardPage,
    open: true,
    bare: true,
    isForStrangers: () => true,
  },
  {
    at: '/api',
    title: (words) => words.api.title,
    load: async () => (await import('./api/api-page.tsx')).ApiPage,
  },
  {
    at: '/settings',
    title: (words) => words.settings.title,
    load: async () => (await import('./settings/settings-page.tsx')).SettingsPage,
  },
  {
    at: '/settings/account',
    title: (words) => words.settings.account,
    load: async () => (await import('./account/account-page.tsx')).AccountPage,
  },
  {
    at: '/settings/notifications',
    title: (words) => words.notifications.title,
    load: async () => (await import('./notifications/notifications-page.tsx')).NotificationsPage,
  },
  {
    at: '/settings/people',
    title: (words) => words.people.title,
    load: async () => (await import('./people/people-page.tsx')).PeoplePage,
  },
  {
    at: '/settings/boards',
    title: (words) => words.settings.boards,
    load: async () => (await import('./boards/boards-page.tsx')).BoardsPage,
  },
  {
    at: '/settings/tokens',
    title: (words) => words.settings.tokens,
    load: async () => (await import('./tokens/tokens-page.tsx')).TokensPage,
  },
  {
    at: '/settings/apps',
    title: (words) => words.settings.apps,
    words: [appWords],
    load: async () => (await import('./apps/apps-page.tsx')).AppsPage,
  },
  {
    at: '/settings/apps',
    needsParameter: true,
    title: (words) => words.settings.apps,
    words: [appWords],
    load: async () => (await import('./apps/app-page.tsx')).AppPage,
  },
  {
    at: '/settings/costs',
    title: (words) => words.settings.costs,
    words: [costWords, appWords],
    load: async () => (await import('./costs/costs-page.tsx')).CostsPage,
  },
  {
    at: '/settings/line-tests',
    title: (words) => words.settings.lineTests,
    words: [lineTestWords],
    load: async () => (await import('./line-tests/line-tests-page.tsx')).LineTestsPage,
  },
  {
    at: '/settings/general',
    title: (words) => words.general.title,
    load: async () => (await import('./general/general-page.tsx')).GeneralPage,
  },
  {
    at: '/settings/audit',
    title: (words) => words.audit.title,
    load: async () => (await import('./audit/audit-page.tsx')).AuditPage,
  },
  {
    at: '/settings/lines',
    title: (words) => words.items.titles.lines,
    words: [fieldWords],
    load: async () => (await import('./items/items-page.tsx')).LinesPage,
  },
  {
    at: '/settings/sources',
    title: (words) => words.items.titles.sources,
    words: [fieldWords],
    load: async () => (await import('./items/items-page.tsx')).SourcesPage,
  },
  {
    at: '/settings/destinations',
    title: (words) => words.items.titles.destinations,
    words: [fieldWords],
    load: async () => (await import('./items/items-page.tsx')).DestinationsPage,
  },
  {
    at: '/settings/providers',
    title: (words) => words.items.titles.providers,
    words: [fieldWords],
    load: async () => (await import('./items/items-page.tsx')).ProvidersPage,
  },
  {
    at: '/settings/routes',
    title: (words) => words.items.titles.routes,
    words: [fieldWords],
    load: async () => (await import('./items/items-page.tsx')).RoutesPage,
  },
];

/** What a page shows and what it says. */
export async function loadPage({ load, words = [] }: Page): Promise<ComponentType<PageProps>> {
  const [Content] = await Promise.all([load(), ...words.map((one) => one.load())]);
  return Content;
}

const notFound: Page = {
  at: '',
  title: (words) => words.shell.notFound,
  load: async () => (await import('./not-found/not-found-page.tsx')).NotFoundPage,
  open: true,
};

/** The page of an address, and what stands behind the page's own path. */
export function findPage(address: string): { page: Page; parameter: string } {
  const pathname = address.split('?', 1)[0] ?? '/';
  for (const page of pages) {
    if (page.needsParameter !== true && pathname === page.at) return { page, parameter: '' };
    if (page.needsParameter !== true || !pathname.startsWith(`${page.at}/`)) continue;
    const parameter = readParameter(pathname.slice(page.at.length + 1));
    if (parameter !== null) return { page, parameter };
  }
  return { page: notFound, parameter: '' };
}

function readParameter(text: string): string | null {
  if (text === '' || text.includes('/')) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
