import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';

/** CONNACK codes: unacceptable protocol version (MQTT 3.1.1 §3.2.2.3; MQTT 5 §3.2.2.2). */
export const refusedVersion = new Set<unknown>([1, 132]);
/** CONNACK codes: bad user name or password, not authorized, identifier refused, banned. */
export const refusedAccess = new Set<unknown>([2, 4, 5, 133, 134, 135, 138]);
/** PUBACK codes of MQTT 5 (§3.4.2.1) that a second try would get again: not authorized, topic name or payload invalid. */
const refusedForGood = new Set<unknown>([135, 144, 153]);

/** The delivery error for a publish that was not acknowledged. */
export function failureOf(error: Error): Error {
  if (error instanceof TemporaryDeliveryError) return error;
  const code = codeOf(error);
  if (refusedForGood.has(code))
    return new PermanentDeliveryError(
      `the broker refuses this topic (reason ${code}): check what its user may publish to`,
      { cause: error },
    );
  return new TemporaryDeliveryError(`the broker did not take it${code === undefined ? '' : ` (${code})`}`, {
    cause: error,
  });
}

/** Why there is no connection, for people. */
export function describeRefusal(code: unknown, wasConnected: boolean): string {
  if (refusedAccess.has(code)) return 'refuses us: check username, password and clientId';
  if (refusedVersion.has(code)) return 'does not speak this version of MQTT';
  if (wasConnected) return 'closed the connection; connecting again';
  return `cannot be reached${typeof code === 'string' ? ` (${code})` : ''}; trying again`;
}

/** The system's or the protocol's code of an error. */
export function codeOf(error: unknown): string | number | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' || typeof code === 'number' ? code : undefined;
}
