import { useEffect, useState } from 'preact/hooks';
import { type AuditEntry, listAudit } from '../../api/audit.ts';
import { listPeople } from '../../api/people.ts';
import { get } from '../../api/request.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';
import { Days } from './days.tsx';
import type { Names } from './sentence.ts';

const pageSize = 50;

/** The newest entries, and more of them when asked; of everybody or of one person. */
export function Log() {
  const { audit, common } = words.value;
  const { value: names, reload, task: naming } = useLoaded(readNames);
  const [person, setPerson] = useState('');
  const [entries, setEntries] = useState<readonly AuditEntry[]>([]);
  const [hasMore, setHasMore] = useState(false);
  const [isRead, setIsRead] = useState(false);
  const task = useTask();

  const read = (whose: string, after: readonly AuditEntry[]) =>
    task.run(async () => {
      const more = await listAudit({ before: after.at(-1)?.id, person: whose, limit: pageSize });
      setEntries([...after, ...more]);
      setHasMore(more.length === pageSize);
      setIsRead(true);
    });
  useEffect(() => void read('', []), []);
  const filter = (whose: string) => {
    setPerson(whose);
    void read(whose, []);
  };

  if (names === null) return <NotLoaded task={naming} reload={reload} />;
  if (!isRead) return <NotLoaded task={task} reload={() => read(person, [])} />;
  return (
    <>
      <label class="row">
        {audit.filter}
        <select value={person} disabled={task.running} onChange={(event) => filter(event.currentTarget.value)}>
          <option value="">{audit.everybody}</option>
          {[...names.people].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      {entries.length === 0 && <p>{audit.nothing}</p>}
      <Days entries={entries} names={names} />
      {hasMore && (
        <p>
          <button type="button" disabled={task.running} onClick={() => read(person, entries)}>
            {common.more}
          </button>
        </p>
      )}
    </>
  );
}

async function readNames(): Promise<Names> {
  const [people, { tokens }] = await Promise.all([
    listPeople(),
    get<{ tokens: { id: string; name: string }[] }>('/tokens'),
  ]);
  return {
    people: new Map(people.map(({ id, name }) => [id, name])),
    tokens: new Map(tokens.map(({ id, name }) => [id, name])),
  };
}
