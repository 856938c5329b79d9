import { recent, toCurl } from '../api/recent.ts';
import { words } from '../words/words.ts';
import { CopyButton } from './copy-button.tsx';

/** The requests of the page that is shown, each as a line for a terminal. */
export function CurlLines() {
  const { shell } = words.value;
  if (recent.value.length === 0) return null;
  return (
    <details class="curl-lines">
      <summary>{shell.curl}</summary>
      <p>
        {shell.curlHint} <a href="/api">API</a>
      </p>
      <ul aria-label={shell.requests}>
        {recent.value.map((call) => {
          const line = toCurl(call, location.origin);
          return (
            <li key={line}>
              <code>{line}</code> <CopyButton text={line} />
            </li>
          );
        })}
      </ul>
    </details>
  );
}
