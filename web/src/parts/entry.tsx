import type { ComponentChildren } from 'preact';
import '../styles/entry.css';
import { LanguageChoice } from './shell.tsx';
import { WithoutHttps } from './without-https.tsx';

/** Around the pages of those who have not signed in: one thing in the middle. */
export function Entry({ children }: { children: ComponentChildren }) {
  return (
    <div class="entry">
      <header class="entry-head">
        <span class="brand">
          <img src="/icon.svg" alt="" width="32" height="32" /> Keypigeon
        </span>
        <LanguageChoice />
      </header>
      <main class="entry-content">
        <WithoutHttps />
        <div class="card entry-card">{children}</div>
      </main>
    </div>
  );
}
