import { CopyButton } from '../../parts/copy-button.tsx';
import { appWords } from '../../words/apps.ts';

/** Lines to be pasted, as they are; what is too wide scrolls, also by keys (WCAG 2.2, 2.1.1). */
export function Snippet({ text }: { text: string }) {
  const { made: said } = appWords.value;
  return (
    <div class="stack tight">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section class="app-snippet" aria-label={said.snippet} tabIndex={0}>
        <pre>
          <code>{text}</code>
        </pre>
      </section>
      <div class="row">
        <CopyButton text={text} label={said.copy(said.snippet)} />
      </div>
    </div>
  );
}
