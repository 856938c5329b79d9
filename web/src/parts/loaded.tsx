import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { Loading } from './loading.tsx';
import { type Task, useTask } from './task.ts';

export interface Loaded<Value> {
  value: Value | null;
  /** Reads it again. */
  reload: () => Promise<void>;
  task: Task;
}

/** What a page reads when it is opened. */
export function useLoaded<Value>(read: () => Promise<Value>): Loaded<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const task = useTask();
  const asked = useRef(0);
  const reload = () => {
    asked.current += 1;
    return task.run(async () => {
      // What changed while it was read is read again.
      for (let begun = 0; begun !== asked.current; ) {
        begun = asked.current;
        setValue(await read());
      }
    });
  };
  useEffect(() => void reload(), []);
  return { value, reload, task };
}

/** In the place of what is not there yet: it loads, or why it did not. */
export function NotLoaded({ task, reload }: Pick<Loaded<unknown>, 'task' | 'reload'>) {
  if (task.error === undefined) return <Loading />;
  return (
    <div class="notice bad" role="alert">
      <span>{task.error}</span>
      <button type="button" onClick={reload}>
        {words.value.common.tryAgain}
      </button>
    </div>
  );
}
