import { signal } from '@preact/signals';

/** Path and query of the page that is shown. What stands behind `#` is a secret of set-up links and boards, and not in it. */
export const path = signal(here());

/** Asks before the page that is shown is left; true: it goes on by calling `go`, or not at all. */
type Asker = (go: () => void) => boolean;
let asker: Asker | null = null;

/** Lets a page be asked before one leaves it, as it may hold what is not saved. Answers how to end that. */
export function askBeforeLeaving(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = null;
  };
}

/** Goes to another page of the app. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (to === here()) return;
  if (asker?.(() => navigateAnyway(to, replace)) === true) return;
  navigateAnyway(to, replace);
}

function navigateAnyway(to: string, replace: boolean): void {
  asker = null;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  path.value = here();
  scrollTo(0, 0);
}

/**
 * A path of this app out of what an address gives; anything else becomes the inbox: a link to our sign-in page must not
 * lead to somebody else's site (CWE-601).
 */
export function ownPath(wanted: string | null): string {
  if (wanted === null || !/^\/(?![/\\])/.test(wanted)) return '/';
  try {
    const url = new URL(wanted, location.origin);
    return url.origin === location.origin ? url.pathname + url.search : '/';
  } catch {
    return '/';
  }
}

function here(): string {
  return location.pathname + location.search;
}

addEventListener('popstate', () => {
  const shown = path.value;
  if (asker?.(() => navigateBack()) === true) history.pushState(null, '', shown);
  else path.value = here();
});

/** What is shown was put on top again, so that the address is its own while one is asked. */
function navigateBack(): void {
  asker = null;
  history.back();
}

addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.target as Element | null)?.closest?.('a');
  if (link === null || link === undefined || link.target !== '' || link.hasAttribute('download')) return;
  if (link.origin !== location.origin || /\.\w+$/.test(link.pathname) || link.hash !== '') return;
  event.preventDefault();
  navigate(link.pathname + link.search);
});
