import { sql } from 'kysely';
import type { DeliveryReport } from '../domain/sent-text.ts';
import { command } from './database.ts';
import { appendDeliveryEvent } from './outbox.ts';
import { appendTextEvent } from './texts.ts';
import { applySendReport } from './verification-sends.ts';

/** A literal, so that SQLite sees that the index of receipts serves. */
const isSent = sql<boolean>`state = 'sent'`;

/** The kind of destination that sends by our lines: no other has a receipt that a source could report of. */
const sendsByLine = 'sms';

/** What a report changed. */
export interface AppliedReport {
  deliveries: number;
  /** Tries to send a code of verification. */
  codes: number;
  /** Ids of the texts, whose askers want to know. */
  texts: string[];
}

/**
 * What the network reported of a text that a source sent: settles the text of that source, or the delivery by one of
 * our lines, that carries the receipt. A report for nothing of ours, or one that says nothing new, changes nothing.
 */
export const applyReport = command(
  'applyReport',
  async (trx, args: { sourceId: string; report: DeliveryReport; now: number }): Promise<AppliedReport> => {
    const { report, now } = args;
    const reached = report.state === 'delivered';
    const deliveries = await trx
      .updateTable('deliveries')
      .set({ state: reached ? 'delivered' : 'failed', reason: report.detail, settled_at: now })
      .where('receipt', '=', report.receipt)
      .where(isSent)
      .where('destination_id', 'in', (where) =>
        where.selectFrom('destinations').select('id').where('kind', '=', sendsByLine),
      )
      .returning(['id', 'message_id', 'destination_id', 'owner_id', 'state'])
      .execute();
    for (const row of deliveries) await appendDeliveryEvent(trx, { ...row, now });
    const texts = await trx
      .updateTable('texts')
      .set({
        state: report.state,
        reason: report.detail,
        updated_at: now,
        ...(report.errorCode === undefined ? {} : { error_code: report.errorCode }),
      })
      .where('source_id', '=', args.sourceId)
      .where('receipt', '=', report.receipt)
      .where('state', 'in', ['sent', 'unknown', 'sending'])
      .returning(['id', 'line_id', 'owner_id', 'state', 'updated_at'])
      .execute();
    for (const row of texts) await appendTextEvent(trx, row);
    const { receipt, detail: reason, errorCode = null } = report;
    const codes = await applySendReport(trx, { provider: args.sourceId, receipt, reached, reason, errorCode, now });
    return { deliveries: deliveries.length, codes, texts: texts.map((row) => row.id) };
  },
);
