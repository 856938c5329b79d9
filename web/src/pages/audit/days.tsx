import type { AuditEntry } from '../../api/audit.ts';
import { formatDay } from '../../parts/time.tsx';
import { locale, words } from '../../words/words.ts';
import { byDay } from './by-day.ts';
import { messageOf, type Names, sentenceOf } from './sentence.ts';

/** The log, day by day. */
export function Days({ entries, names }: { entries: readonly AuditEntry[]; names: Names }) {
  return (
    <>
      {byDay(entries).map((ofDay) => (
        <section key={ofDay[0].id} class="stack tight">
          <h2 class="audit-day">{formatDay(ofDay[0].at)}</h2>
          <ul class="card audit-list">
            {ofDay.map((entry) => (
              <Entry key={entry.id} entry={entry} names={names} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Entry({ entry, names }: { entry: AuditEntry; names: Names }) {
  const { audit } = words.value;
  const message = messageOf(entry);
  return (
    <li class={entry.action.endsWith('failed') ? 'failed' : ''}>
      <time class="muted" dateTime={entry.at}>
        {new Intl.DateTimeFormat(locale.value, { timeStyle: 'short' }).format(new Date(entry.at))}
      </time>
      <span>
        {sentenceOf(entry, names, audit)}.{' '}
        {message !== null && <a href={`/messages/${encodeURIComponent(message)}`}>{audit.message}</a>}
        {entry.address !== null && (
          <span class="small muted">
            {audit.from} {entry.address}
          </span>
        )}
      </span>
    </li>
  );
}
