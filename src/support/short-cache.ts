import type { Clock } from './clock.ts';

/** Remembers what was loaded for a short time; loads that fail are not remembered. */
export interface ShortCache<Value> {
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  clear(): void;
}

/** More entries than these are dropped together. */
const most = 1_000;

/** `version`: what was loaded under another one is loaded again. */
export function createShortCache<Value>(
  clock: Clock,
  keepMs: number,
  version: () => number = () => 0,
): ShortCache<Value> {
  const known = new Map<string, { value: Value; until: number; version: number }>();
  return {
    async get(key, load) {
      const current = version();
      const before = known.get(key);
      if (before !== undefined && before.version === current && before.until > clock.now()) return before.value;
      const value = await load();
      if (known.size >= most) known.clear();
      known.set(key, { value, until: clock.now() + keepMs, version: current });
      return value;
    },
    clear: () => known.clear(),
  };
}
