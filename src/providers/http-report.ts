import { KeypigeonError } from '../domain/errors.ts';
import type { DeliveryReport } from '../domain/sent-text.ts';
import type { HookRequest } from '../sources/source.ts';
import { sameSecret } from '../support/same-secret.ts';
import { fieldsOf, readPath } from './fields.ts';

/** How a gateway writes its reports. */
export interface ReportSettings {
  /** Stands in the address that it calls. */
  secret: string;
  receipt: string;
  status: string;
  delivered: readonly string[];
  failed: readonly string[];
}

/**
 * Reads a report: its fields stand in the query, a form or JSON. null: it is still on its way.
 *
 * @param at milliseconds since the epoch
 * @throws KeypigeonError `not-found` without the secret, `invalid-request` where a field is missing
 */
export function readReport(request: HookRequest, settings: ReportSettings, at: number): DeliveryReport | null {
  if (!sameSecret(request.secretPath ?? '', settings.secret))
    throw new KeypigeonError('not-found', 'There is nothing here');
  const fields = fieldsOf(request);
  const receipt = readPath(fields, settings.receipt);
  const status = readPath(fields, settings.status);
  if (receipt === undefined || status === undefined)
    throw new KeypigeonError(
      'invalid-request',
      `Expected a report with ${settings.receipt} and ${settings.status}; set reportReceipt and reportStatus to the names that the gateway uses`,
    );
  const isOneOf = (list: readonly string[]) => list.some((one) => one.toLowerCase() === status.toLowerCase());
  if (isOneOf(settings.delivered)) return { receipt, state: 'delivered', detail: null, at };
  if (!isOneOf(settings.failed)) return null;
  return { receipt, state: 'undelivered', detail: 'the gateway reported that it did not arrive', at };
}
