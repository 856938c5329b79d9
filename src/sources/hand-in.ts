import { KeypigeonError } from '../domain/errors.ts';
import type { InboundMessage, ReceiveReceipt } from '../domain/message.ts';
import type { SourceContext } from './source.ts';

/**
 * Hands a text to the hub for a sender that waits for an HTTP status. Whatever goes wrong in here is our own fault and
 * must not look like the sender's (4xx): many gateways never come again after that.
 *
 * @throws KeypigeonError with a status of 5xx
 */
export async function handIn(context: SourceContext, inbound: InboundMessage): Promise<ReceiveReceipt> {
  try {
    return await context.receive(inbound);
  } catch (error) {
    if (error instanceof KeypigeonError && error.status >= 500) throw error;
    throw new KeypigeonError('store-unavailable', 'The text could not be stored; it is taken when it comes again', {
      cause: error,
    });
  }
}
