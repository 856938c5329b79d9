import { z } from 'zod';
import { type LineReport, lastDigits, reportedTroubles } from '../../domain/line-report.ts';
import type { LineStatus } from '../../domain/line-status.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull } from './common.ts';

const known = 'null: not known';

export const lineStatusSchema = z
  .strictObject({
    sim: z.enum(['ready', 'pin', 'puk', 'missing', 'failure', 'unknown']).nullable().describe(known),
    registration: z
      .enum(['home', 'roaming', 'searching', 'denied', 'none', 'unknown'])
      .nullable()
      .describe(`What the network says of the SIM; ${known}`),
    signalDbm: z.number().nullable().describe('Received signal strength in dBm'),
    operator: z.string().nullable().describe('Name or number of the network'),
    imsi: z.string().nullable().describe('Whole with the scope `admin` only, else the last four digits'),
    iccid: z.string().nullable().describe('Number of the SIM card; as for `imsi`'),
    imei: z.string().nullable().describe('Number of the device; as for `imsi`'),
    ownNumber: z.string().nullable().describe('The number that the SIM itself gives; usually there is none'),
    storageUsed: z.number().nullable().describe('Places for texts in the device that are taken'),
    storageTotal: z.number().nullable(),
    memories: z
      .array(z.strictObject({ name: z.string(), used: z.number(), total: z.number() }))
      .nullable()
      .describe('The same for each memory (`SM`: the SIM card, `ME`: the device), where there are several'),
    lastTextAt: isoTimeOrNull.describe('When the last text came'),
    seenAt: isoTimeOrNull.describe('When the device last answered'),
  })
  .meta({ id: 'LineStatus' });

export const lineSchema = z
  .strictObject({
    id: z.string(),
    number: z.string().nullable().describe('E.164; null: not known'),
    owner: z.string().describe('Id of the person whose line it is'),
    status: lineStatusSchema.describe('By all sources together'),
    troubles: z
      .array(
        z.strictObject({
          source: z.string().describe('The source that sees it, or the line test'),
          trouble: z.enum(reportedTroubles),
          since: isoTime,
        }),
      )
      .describe('What is wrong and was told'),
    sources: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.string(),
        status: lineStatusSchema.nullable().describe('null: this source cannot tell'),
      }),
    ),
  })
  .meta({ id: 'Line' });

/** `isWhole`: with all of what names the SIM and the device. */
export function toLineJson(
  { line, status, sources, troubles }: LineReport,
  isWhole: boolean,
): z.output<typeof lineSchema> {
  return {
    id: line.id,
    number: line.number,
    owner: line.ownerId,
    status: toStatusJson(status, isWhole),
    troubles: troubles.map(({ sourceId, trouble, since }) => ({ source: sourceId, trouble, since: toIso(since) })),
    sources: sources.map(({ id, kind, status }) => ({
      id,
      kind,
      status: status === null ? null : toStatusJson(status, isWhole),
    })),
  };
}

function toStatusJson(status: LineStatus, isWhole: boolean): z.output<typeof lineStatusSchema> {
  const shown = (number: string | null) => (isWhole ? number : lastDigits(number));
  return {
    ...status,
    imsi: shown(status.imsi),
    iccid: shown(status.iccid),
    imei: shown(status.imei),
    memories: status.memories === null ? null : [...status.memories],
    lastTextAt: toIsoOrNull(status.lastTextAt),
    seenAt: toIsoOrNull(status.seenAt),
  };
}
