import { writeMoney } from '../domain/money.ts';
import type { LimitUse } from '../domain/send-limits.ts';
import type { Channel, ChannelKind, OutgoingCode } from './channel.ts';

type About = Omit<OutgoingCode, 'code' | 'text'>;

export interface BudgetParts {
  channels: readonly Channel[];
  costOf(what: { kind: string; by: string; to: string; region: string | null; text: string }): number | null;
}

const dayMs = 86_400_000;

/** Of the day in which it was asked for, in UTC. */
export function budgetKey(appId: string, at: number): string {
  return `money:${appId}:${new Date(at).toISOString().slice(0, 10)}`;
}

/**
 * What a send may cost at most, whichever of the lines and providers takes it, in millionths.
 * `unpriced`: one of them, whose price nobody knows.
 */
export function mostCost(
  { channels, costOf }: BudgetParts,
  kind: ChannelKind,
  about: About,
  text: string,
): { micros: number } | { unpriced: string } {
  const payers = channels
    .filter((channel) => channel.kinds.includes(kind) && channel.serves(kind, about))
    .flatMap((channel) => channel.payers?.(kind, about) ?? [channel.id]);
  let micros = 0;
  for (const by of payers) {
    const cost = costOf({ kind, by, to: about.to, region: about.region, text });
    if (cost === null) return { unpriced: by };
    micros = Math.max(micros, cost);
  }
  return { micros };
}

/** Counts money towards the ceiling of the day; in the same transaction as the code. */
export function budgetUse(appId: string, ceilingMicros: number, micros: number, now: number): LimitUse {
  const rule = { shortMs: 2 * dayMs, short: ceilingMicros, longMs: 2 * dayMs, long: ceilingMicros };
  const freeAt = now - (now % dayMs) + dayMs;
  return { key: budgetKey(appId, now), rule, refusal: 'daily-cost', amount: micros, freeAt };
}

export function unpricedDetail(kind: ChannelKind, by: string, region: string | null): string {
  const where = region === null ? '' : ` to ${region}`;
  return `the app has a daily ceiling, and no price is known for ${kind}${where} by ${by}: set one (keypigeon price set), perhaps ${writeMoney(0)}`;
}
