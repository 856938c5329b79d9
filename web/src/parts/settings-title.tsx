import type { ComponentChildren } from 'preact';
import { words } from '../words/words.ts';
import { PageTitle } from './page-title.tsx';

/** The heading of a page of the settings, with the way back to all of them. */
export function SettingsTitle({ children, aside }: { children: ComponentChildren; aside?: ComponentChildren }) {
  return (
    <div class="stack tight">
      <nav class="small" aria-label={words.value.settings.back}>
        <a href="/settings">
          <span aria-hidden="true">← </span>
          {words.value.settings.back}
        </a>
      </nav>
      <PageTitle aside={aside}>{children}</PageTitle>
    </div>
  );
}
