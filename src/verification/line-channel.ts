import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { Channel, OutgoingCode, SendHelp } from './channel.ts';

export interface LineChannelParts {
  /** Lines that can send just now, in the order of the configuration, with whose they are. */
  lines(): readonly { id: string; owner: string; canSend: boolean }[];
  /** Sends one text by a line; rejects with the errors of `domain/delivery-errors.ts`. */
  sendByLine(
    lineId: string,
    text: () => { to: string; text: string },
    help: { signal: AbortSignal; leaving(): Promise<void> },
  ): Promise<{ receipt: string; sourceId: string }>;
}

/** Texts by own lines: those that the app may use, one after the other until one has surely sent. */
export function lineChannel({ lines, sendByLine }: LineChannelParts): Channel {
  const usable = ({ ownerId, lines: allowed }: Pick<OutgoingCode, 'ownerId' | 'lines'>) =>
    lines().filter(
      ({ id, owner, canSend }) => canSend && owner === ownerId && (allowed === null || allowed.includes(id)),
    );
  return {
    id: 'line',
    kinds: ['sms'],
    serves: (_kind, code) => usable(code).length > 0,
    payers: (_kind, code) => usable(code).map(({ id }) => id),
    async send(_kind, code, help) {
      const refusals: Error[] = [];
      for (const { id } of usable(code)) {
        const result = await tryLine(id, code, help);
        if (!(result instanceof Error))
          return { receipt: result.receipt, provider: result.sourceId, line: id, willReport: true };
        refusals.push(result);
      }
      throw refusals[0] ?? new PermanentDeliveryError('no line of this app can send now');
    },
  };

  async function tryLine(id: string, { to, text }: OutgoingCode, help: SendHelp) {
    try {
      return await sendByLine(id, () => ({ to, text }), help);
    } catch (error) {
      if (error instanceof PermanentDeliveryError || error instanceof TemporaryDeliveryError) return error;
      throw error instanceof UnknownOutcomeError
        ? error
        : new UnknownOutcomeError('the line did not say whether it left');
    }
  }
}
