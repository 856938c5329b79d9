import { words } from '../words/words.ts';

/** On a plain address in the home network: what HTTPS would add. */
export function WithoutHttps() {
  if (isSecureContext) return null;
  return (
    <p class="notice">
      <span>
        {words.value.shell.noHttps}{' '}
        <a href="/docs/https.md" target="_blank" rel="noreferrer">
          {words.value.shell.howToHttps}
        </a>
      </span>
    </p>
  );
}
