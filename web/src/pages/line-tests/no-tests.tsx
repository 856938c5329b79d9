import type { ComponentChildren } from 'preact';
import { lineTestWords } from '../../words/line-tests.ts';
import { words } from '../../words/words.ts';

/** What tests are for. `children`: what one can do. */
export function NoTests({ children }: { children: ComponentChildren }) {
  const { empty } = lineTestWords.value;
  return (
    <section class="card roomy" aria-labelledby="empty">
      <h2 id="empty">{empty.title}</h2>
      <p>{empty.text}</p>
      <div class="stack">{children}</div>
    </section>
  );
}

/** Where what is missing for the first one is added. */
export function Needs() {
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
