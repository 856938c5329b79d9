import type { Cost } from '../../api/costs.ts';

/** What is spent together; `cost` in the unit of the currency. */
export interface Sum {
  key: string;
  /** One of those that it sums. */
  one: Cost;
  sends: number;
  unpriced: number;
  cost: number;
}

/** Millionths, in which amounts add up exactly. */
const micros = 1_000_000;

/** Sums of those with the same key, the dearest first. */
export function sumBy(costs: readonly Cost[], keyOf: (cost: Cost) => string): Sum[] {
  const sums = new Map<string, Sum>();
  for (const one of costs) {
    const key = keyOf(one);
    const sum = sums.get(key) ?? { key, one, sends: 0, unpriced: 0, cost: 0 };
    const cost = (Math.round(sum.cost * micros) + Math.round(Number(one.cost) * micros)) / micros;
    sums.set(key, { ...sum, sends: sum.sends + one.sends, unpriced: sum.unpriced + one.unpriced, cost });
  }
  return [...sums.values()].sort((one, other) => other.cost - one.cost || other.sends - one.sends);
}

/** An amount as people type it, as the hub reads it; undefined: it is none. */
export function readAmount(typed: string): string | undefined {
  const amount = typed.trim().replace(',', '.');
  return /^\d{1,7}(\.\d{1,6})?$/.test(amount) && Number(amount) <= 1_000_000 ? amount : undefined;
}
