import type { MessageMetadata } from '../store/messages.ts';
import { toIso, toIsoOrNull } from './schemas/common.ts';

export const exportFormats = { jsonl: 'application/x-ndjson; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;
export type ExportFormat = keyof typeof exportFormats;

const columns = [
  'id',
  'line',
  'owner',
  'sender',
  'kind',
  'service',
  'domain',
  'hasCode',
  'receivedAt',
  'sentAt',
  'expiresAt',
  'backlog',
  'event',
] as const;

function toRow(message: MessageMetadata): Record<(typeof columns)[number], string | boolean | null> {
  const { lineId, ownerId, receivedAt, sentAt, expiresAt, ...rest } = message;
  return {
    ...rest,
    line: lineId,
    owner: ownerId,
    receivedAt: toIso(receivedAt),
    sentAt: toIsoOrNull(sentAt),
    expiresAt: toIsoOrNull(expiresAt),
  };
}

/** What stands before the first message. */
export function exportHead(format: ExportFormat): string {
  return format === 'csv' ? `${columns.join(',')}\r\n` : '';
}

/** A line for each message: JSON, or CSV (RFC 4180). */
export function exportLines(format: ExportFormat, messages: readonly MessageMetadata[]): string {
  const lines = messages.map((message) => {
    const row = toRow(message);
    return format === 'csv'
      ? `${columns.map((column) => toCell(row[column])).join(',')}\r\n`
      : `${JSON.stringify(row)}\n`;
  });
  return lines.join('');
}

/**
 * Spreadsheets run what begins like a formula, and senders choose their names: such a cell gets an apostrophe (OWASP,
 * "CSV Injection"), even before spaces, tabs and full-width forms of the signs.
 */
function toCell(value: string | boolean | null): string {
  const text = value === null ? '' : String(value);
  const safe = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
