import { z } from 'zod';
import type { DueCode } from '../../store/board.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull } from './common.ts';

const boardCode = z.strictObject({
  id: z.string().describe('Id of the message'),
  code: z.string(),
  service: z.string().nullable(),
  sender: z.string().describe('As the network reported it; untrusted'),
  line: z.string().describe('Id of the line that it came to'),
  for: z.array(z.string()).describe('Names of the people to whom it was sent, else of the one whose line it is'),
  takenBy: z.string().nullable().describe('Name of who took it first; null: nobody'),
  receivedAt: isoTime,
  expiresAt: isoTimeOrNull.describe('When the code ends by what the text says'),
  deliverUntil: isoTime.describe('It leaves the board then'),
});

export const boardSchema = z
  .strictObject({
    now: isoTime.describe("The hub's clock, to count down by"),
    codes: z.array(boardCode).describe('Newest first, at most 20'),
  })
  .meta({ id: 'Board' });

export type BoardJson = z.output<typeof boardSchema>;

export function toBoardJson(codes: readonly DueCode[], now: number): BoardJson {
  return {
    now: toIso(now),
    codes: codes.map(({ message, for: names }) => ({
      id: message.id,
      code: message.code,
      service: message.service,
      sender: message.sender,
      line: message.lineId,
      for: names,
      takenBy: message.takenBy?.name ?? null,
      receivedAt: toIso(message.receivedAt),
      expiresAt: toIsoOrNull(message.expiresAt),
      deliverUntil: toIso(message.deliverUntil),
    })),
  };
}
