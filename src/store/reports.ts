import type { DeliveryReport } from '../domain/sent-text.ts';
import { command } from './database.ts';
import { appendEvent } from './events.ts';

/**
 * What the network reported of a text that a source sent: settles the delivery or the text that carries the receipt.
 * Gives back the ids of the texts that changed, whose callers want to know. A report for nothing of ours changes nothing.
 */
export const applyReport = command(
  'applyReport',
  async (trx, args: { sourceId: string; report: DeliveryReport; now: number }): Promise<string[]> => {
    const { report, now } = args;
    const reached = report.state === 'delivered';
    const deliveries = await trx
      .updateTable('deliveries')
      .set({ state: reached ? 'delivered' : 'failed', reason: report.detail, settled_at: now })
      .where('receipt', '=', report.receipt)
      .where('state', '=', 'sent')
      .returning(['id', 'message_id', 'destination_id', 'owner_id', 'state'])
      .execute();
    for (const row of deliveries) {
      const data = { deliveryId: row.id, messageId: row.message_id, destination: row.destination_id, state: row.state };
      await appendEvent(trx, {
        kind: 'delivery',
        ownerId: row.owner_id,
        data: JSON.stringify(data),
        createdAt: now,
      });
    }
    const texts = await trx
      .updateTable('texts')
      .set({ state: report.state, reason: report.detail, updated_at: now })
      .where('source_id', '=', args.sourceId)
      .where('receipt', '=', report.receipt)
      .where('state', 'in', ['sent', 'unknown', 'sending'])
      .returning('id')
      .execute();
    return texts.map((row) => row.id);
  },
);
