import { useEffect, useState } from 'preact/hooks';
import { type Health, readSources } from '../../api/configuration.ts';
import { type LineStatus, readLines } from '../../api/lines.ts';
import { explainError } from '../../parts/notices.tsx';

const everyMs = 2_000;

export interface LineNow {
  /** What the source sees; null: it cannot tell. */
  status: LineStatus | null;
  health: Health | null;
  error: string | null;
}

/** How a source and its line are, read again every two seconds. */
export function useLineNow(source: string): LineNow {
  const [now, setNow] = useState<LineNow>({ status: null, health: null, error: null });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    const look = async () => {
      try {
        const [lines, { sources }] = await Promise.all([readLines(), readSources()]);
        const statuses = lines.flatMap((line) => line.sources);
        const status = statuses.find(({ id }) => id === source)?.status ?? null;
        const health = sources.find(({ id }) => id === source)?.health ?? null;
        if (wanted) setNow({ status, health, error: null });
      } catch (error) {
        if (wanted) setNow((before) => ({ ...before, error: explainError(error) }));
      }
      if (wanted) timer = setTimeout(look, everyMs);
    };
    void look();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [source]);
  return now;
}
