import { z } from 'zod';
import { isOpenWait, type Wait, waitCauseCodes, waitStates } from '../../domain/wait.ts';
import { isoTime, toIso } from './common.ts';

export const waitSchema = z
  .strictObject({
    id: z.string(),
    person: z.string().nullable().describe('Who waits; null: the administrator'),
    service: z.string().nullable().describe('For which service, by its own name; null: any'),
    line: z.string().nullable().describe('On which line; null: any'),
    state: z
      .enum(waitStates)
      .describe(
        '`waiting`; `came`: see `messageId`; `nothing`: nothing came in the usual time, see `causes`, though it still may while `open`; `ended`: taken back',
      ),
    open: z.boolean().describe('A code that comes now still counts'),
    startedAt: isoTime,
    endsAt: isoTime,
    usualDelayMs: z
      .number()
      .describe('What the code usually takes, learned from earlier waits; without one it turns to `nothing`'),
    messageId: z.string().nullable().describe('The message that came'),
    causes: z
      .array(z.strictObject({ code: z.enum(waitCauseCodes), text: z.string() }))
      .describe('Why nothing may have come, as far as the hub sees it; the surest first'),
    advice: z.array(z.string()).describe('What to do about it, one sentence each'),
  })
  .meta({ id: 'Wait' });

export type WaitJson = z.output<typeof waitSchema>;

export function toWaitJson({ personId, startedAt, endsAt, ...wait }: Wait, now: number): WaitJson {
  const { id, service, line, state, usualDelayMs, messageId, causes, advice } = wait;
  return {
    id,
    person: personId,
    service,
    line,
    state,
    open: isOpenWait({ state, endsAt }, now),
    startedAt: toIso(startedAt),
    endsAt: toIso(endsAt),
    usualDelayMs,
    messageId,
    causes,
    advice,
  };
}
