import { useEffect } from 'preact/hooks';
import { listLineTests } from '../../api/canaries.ts';
import { listen } from '../../api/events.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import '../../styles/account.css';
import '../../styles/line-tests.css';
import { lineTestWords } from '../../words/line-tests.ts';
import { words } from '../../words/words.ts';
import { LineTestCard } from './line-test-card.tsx';

/** Whether the texts still arrive that the hub sends to its own lines. */
export function LineTestsPage() {
  return <OwnersOnly title={words.value.settings.lineTests}>{() => <LineTests />}</OwnersOnly>;
}

function LineTests() {
  const said = lineTestWords.value;
  const { value, reload, task } = useLoaded(listLineTests);
  useEffect(() => {
    const stops = ['canary', 'reset'].map((kind) => listen(kind, () => void reload()));
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <>
      <div class="stack tight">
        <SettingsTitle>{words.value.settings.lineTests}</SettingsTitle>
        <p class="muted">{said.intro}</p>
        <p class="row">
          <a href="/settings/lines">{said.lines}</a>
          <a href="/settings/costs">{said.costs}</a>
        </p>
      </div>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value?.length === 0 && <Empty />}
      {value !== null && value.length > 0 && (
        <ul class="item-cards">
          {value.map((test) => (
            <LineTestCard key={test.id} test={test} onRun={reload} />
          ))}
        </ul>
      )}
    </>
  );
}

const example = `canaries:
  - id: daily
    to: my-line
    via: other-line
    everyMinutes: 1440`;

function Empty() {
  const { empty } = lineTestWords.value;
  return (
    <section class="card roomy" aria-labelledby="empty">
      <h2 id="empty">{empty.title}</h2>
      <p>{empty.text}</p>
      <p class="muted">{empty.how}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls (WCAG 2.2, 2.1.1) */}
      <section class="line-test-example" aria-label={empty.example} tabIndex={0}>
        <pre>{example}</pre>
      </section>
    </section>
  );
}
