import { z } from 'zod';
import type { CanarySetting } from '../../config/configuration.ts';
import type { CanaryRun, CanaryState } from '../../store/canaries.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull } from './common.ts';

const runSchema = z
  .strictObject({
    id: z.string(),
    state: z
      .enum(['sending', 'sent', 'arrived', 'lost', 'failed', 'unknown'])
      .describe('`lost`: not there in its time; it may still come. `failed`: it did not leave'),
    startedAt: isoTime,
    arrivedAt: isoTimeOrNull,
    delaySeconds: z.number().nullable().describe('From leaving to its arrival'),
    source: z.string().nullable().describe('The source that brought it'),
    reason: z.string().nullable().describe('Not for whoever may not see what sent it'),
  })
  .meta({ id: 'CanaryRun' });

export const canarySchema = z
  .strictObject({
    id: z.string(),
    to: z.string().describe('Line that the text is to arrive at'),
    via: z.string().describe('Line or provider that sends it'),
    everyMinutes: z.int(),
    lostAfterSeconds: z.int(),
    enabled: z.boolean().describe('`false`: it is sent by hand only'),
    lostSince: isoTimeOrNull.describe('Since then its texts are lost; null: they arrive'),
    nextAt: isoTimeOrNull,
    summary: z
      .strictObject({
        sent: z.int(),
        arrived: z.int(),
        lost: z.int(),
        medianSeconds: z.number().nullable(),
        slowestSeconds: z.number().nullable(),
      })
      .describe('Of the newest 100'),
    runs: z.array(runSchema).describe('The newest ones, the newest first'),
  })
  .meta({ id: 'Canary' });

export type CanaryJson = z.output<typeof canarySchema>;

export interface CanaryView {
  state: CanaryState | undefined;
  runs: readonly CanaryRun[];
  /** So many of them. */
  shown: number;
  /** Why one could not be sent is about what sends. */
  seesSender: boolean;
}

export function toCanaryJson(setting: CanarySetting, { state, runs, shown, seesSender }: CanaryView): CanaryJson {
  return {
    ...setting,
    lostSince: toIsoOrNull(state?.lost_since ?? null),
    nextAt: setting.enabled ? toIsoOrNull(state?.next_at ?? null) : null,
    summary: summaryOf(runs),
    runs: runs
      .slice(0, shown)
      .map(toRunJson)
      .map((run) => (seesSender ? run : { ...run, reason: null })),
  };
}

function summaryOf(runs: readonly CanaryRun[]): CanaryJson['summary'] {
  const delays = runs.flatMap((run) => delayOf(run) ?? []).sort((one, other) => one - other);
  return {
    sent: runs.filter(({ left_at }) => left_at !== null).length,
    arrived: runs.filter(({ state }) => state === 'arrived').length,
    lost: runs.filter(({ state }) => state === 'lost').length,
    medianSeconds: delays[Math.floor((delays.length - 1) / 2)] ?? null,
    slowestSeconds: delays.at(-1) ?? null,
  };
}

function toRunJson(run: CanaryRun): CanaryJson['runs'][number] {
  return {
    id: run.id,
    state: run.state as CanaryJson['runs'][number]['state'],
    startedAt: toIso(run.started_at),
    arrivedAt: toIsoOrNull(run.arrived_at),
    delaySeconds: delayOf(run),
    source: run.source_id,
    reason: run.reason,
  };
}

function delayOf({ left_at, arrived_at }: CanaryRun): number | null {
  return left_at === null || arrived_at === null ? null : Math.max(0, arrived_at - left_at) / 1000;
}
