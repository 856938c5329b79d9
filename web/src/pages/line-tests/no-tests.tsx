import type { ComponentChildren } from 'preact';
import type { Items } from '../../api/configuration.ts';
import { Icon } from '../../parts/icon.tsx';
import { lineTestWords } from '../../words/line-tests.ts';
import { words } from '../../words/words.ts';
import { canTest } from './draft.ts';

/** What tests are for, and what one needs for the first one. */
export function NoTests({ items, children }: { items: Items; children: ComponentChildren }) {
  const { empty } = lineTestWords.value;
  const isLocked = items.general.provisioned;
  return (
    <section class="card roomy" aria-labelledby="empty">
      <h2 id="empty">{empty.title}</h2>
      <p>{empty.text}</p>
      {isLocked ? <ByFile file={items.file ?? ''} /> : !canTest(items) && <Needs />}
      <div class="row item-actions">{children}</div>
    </section>
  );
}

/** Where what is missing is added. */
function Needs() {
  const { addTitles } = words.value.items;
  return (
    <>
      <p>{lineTestWords.value.empty.needs}</p>
      <p class="row">
        <a class="button" href="/settings/lines?new=one">
          {addTitles.lines}
        </a>
        <a class="button" href="/settings/providers?new=choose">
          {addTitles.providers}
        </a>
      </p>
    </>
  );
}

/** To somebody who sets none up. */
export function NoneOfYours() {
  return <p class="card">{lineTestWords.value.noneOfYours}</p>;
}

export function Locked({ file }: { file: string }) {
  return (
    <p class="locked muted small">
      <Icon name="lock" /> <span>{lineTestWords.value.locked(file)}</span>
    </p>
  );
}

const example = `canaries:
  - id: daily
    to: my-line
    via: other-line
    everyMinutes: 1440`;

function ByFile({ file }: { file: string }) {
  const { empty } = lineTestWords.value;
  return (
    <>
      <p class="muted">{empty.how(file)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls (WCAG 2.2, 2.1.1) */}
      <section class="line-test-example" aria-label={empty.example} tabIndex={0}>
        <pre>{example}</pre>
      </section>
    </>
  );
}
