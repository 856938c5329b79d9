import type { Clock } from './clock.ts';

/** Remembers what was loaded for a short time, and what is being loaded; loads that fail are not remembered. */
export interface ShortCache<Value> {
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  clear(): void;
}

interface Known<Value> {
  value: Promise<Value>;
  until: number;
  version: number;
}

/** More entries than these are dropped together. */
const most = 1_000;

/** `version`: what was loaded under another one is loaded again. */
export function createShortCache<Value>(
  clock: Clock,
  keepMs: number,
  version: () => number = () => 0,
): ShortCache<Value> {
  const known = new Map<string, Known<Value>>();
  return {
    get(key, load) {
      const before = known.get(key);
      const now = clock.now();
      // A clock that was set back must not keep it for longer.
      const isFresh = before !== undefined && before.until > now && before.until <= now + keepMs;
      if (isFresh && before.version === version()) return before.value;
      if (known.size >= most) known.clear();
      const loading = { value: load(), until: now + keepMs, version: version() };
      known.set(key, loading);
      loading.value.catch(() => {
        if (known.get(key) === loading) known.delete(key);
      });
      return loading.value;
    },
    clear: () => known.clear(),
  };
}
