import { useRef, useState } from 'preact/hooks';
import { Refusal } from '../api/request.ts';
import { explainError } from './notices.tsx';

/** Words for refusals, by the name of the error. */
export type SaidByCode = Readonly<Record<string, string>>;

/** What the page says of a refusal: its own words where it has some, else the hub's. */
export function explainBy(error: unknown, said: SaidByCode): string {
  const own = error instanceof Refusal && Object.hasOwn(said, error.code) ? said[error.code] : undefined;
  return own ?? explainError(error);
}

export interface Task {
  running: boolean;
  /** What went wrong the last time. */
  error: string | undefined;
  /** Once at a time. What it throws becomes `error`. */
  run: (work: () => Promise<unknown>, said?: SaidByCode) => Promise<void>;
  fail: (error: string | undefined) => void;
}

/** Something that takes a moment and may fail: a button is disabled meanwhile, and the error shown beside it. */
export function useTask(): Task {
  const busy = useRef(false);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const run: Task['run'] = async (work, said = {}) => {
    if (busy.current) return;
    busy.current = true;
    setRunning(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(explainBy(thrown, said));
    } finally {
      busy.current = false;
      setRunning(false);
    }
  };
  return { running, error, run, fail: setError };
}
