import type { Clock } from './clock.ts';

/** Remembers what was loaded for a short time; loads that fail are not remembered. */
export interface ShortCache<Value> {
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  clear(): void;
}

/** `keepMs` 0 remembers nothing. More than `most` entries are dropped together. */
export function createShortCache<Value>(clock: Clock, keepMs: number, most = 1_000): ShortCache<Value> {
  const known = new Map<string, { value: Value; until: number }>();
  return {
    async get(key, load) {
      if (keepMs === 0) return load();
      const before = known.get(key);
      if (before !== undefined && before.until > clock.now()) return before.value;
      const value = await load();
      if (known.size >= most) known.clear();
      known.set(key, { value, until: clock.now() + keepMs });
      return value;
    },
    clear: () => known.clear(),
  };
}
