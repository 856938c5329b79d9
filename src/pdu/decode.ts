import { readAddress, readServiceCentre } from './address.ts';
import { fromHex } from './hexadecimal.ts';
import { OctetReader } from './octet-reader.ts';
import type { Deliver, Pdu, StatusReport, Submit } from './pdu.ts';
import { PduError } from './pdu-error.ts';
import { readTimestamp } from './timestamp.ts';
import { readUserData } from './user-data.ts';
import { readValidity } from './validity.ts';

export interface DecodeOptions {
  /** Octets behind the service centre, as `+CMGR`, `+CMGL`, `+CMT` and `+CDS` announce them; tells a cut line. */
  length?: number;
  /** `from-network`: what just came in; a SUBMIT is none. `stored`, the default: whatever a memory holds. */
  direction?: 'from-network' | 'stored';
}

/** Bits of the first octet (3GPP TS 23.040 §9.2.3). */
const bit = { more: 0x04, rejectDuplicates: 0x04, statusReport: 0x20, header: 0x40 };
/** TP-PID (§9.2.3.9). */
const silentId = 0x40;

/**
 * Reads a PDU as modems give it: the service centre and the message in hexadecimal digits. A text whose announced length
 * is more than what came is given as far as it goes (`truncated`); hand in `length` where the modem told it.
 * Throws a PduError for what is no PDU; it never says what is in it.
 */
export function decodePdu(hex: string, options: DecodeOptions = {}): Pdu {
  const reader = new OctetReader(fromHex(hex));
  const smsc = readServiceCentre(reader);
  if (options.length !== undefined && options.length !== reader.left) {
    throw new PduError(
      `The PDU was announced with ${options.length} octets behind the service centre, ${reader.left} came`,
    );
  }
  const first = reader.octet('its first octet');
  const type = first & 3;
  if (type === 0) return readDeliver(reader, smsc, first);
  if (type === 1 && options.direction !== 'from-network') return readSubmit(reader, smsc, first);
  if (type === 2) return readStatusReport(reader, smsc, first);
  throw new PduError(`The PDU is of type ${type}: a text or a status report was expected`);
}

function readDeliver(reader: OctetReader, smsc: string, first: number): Deliver {
  const sender = readAddress(reader, 'the sender');
  const protocolId = reader.octet('the protocol identifier');
  const dataCoding = reader.octet('the data coding');
  const sent = readTimestamp(reader.take(7, 'the time'));
  return {
    type: 'deliver',
    smsc,
    sender: sender.value,
    senderType: sender.type,
    sentAt: sent.at,
    sentAtLocal: sent.local,
    zoneMinutes: sent.zoneMinutes,
    more: (first & bit.more) === 0,
    silent: protocolId === silentId,
    replaceType: protocolId > silentId && protocolId <= silentId + 7 ? protocolId - silentId : null,
    ...readUserData(reader, { protocolId, dataCoding, hasHeader: (first & bit.header) !== 0 }),
  };
}

function readSubmit(reader: OctetReader, smsc: string, first: number): Submit {
  const reference = reader.octet('the message reference');
  const recipient = readAddress(reader, 'the recipient');
  const protocolId = reader.octet('the protocol identifier');
  const dataCoding = reader.octet('the data coding');
  return {
    type: 'submit',
    smsc,
    reference,
    recipient: recipient.value,
    recipientType: recipient.type,
    validity: readValidity(reader, (first >> 3) & 3),
    statusReport: (first & bit.statusReport) !== 0,
    rejectDuplicates: (first & bit.rejectDuplicates) !== 0,
    ...readUserData(reader, { protocolId, dataCoding, hasHeader: (first & bit.header) !== 0 }),
  };
}

function readStatusReport(reader: OctetReader, smsc: string, first: number): StatusReport {
  const reference = reader.octet('the message reference');
  const recipient = readAddress(reader, 'the recipient');
  const sentAt = readTimestamp(reader.take(7, 'the time')).at;
  const dischargedAt = readTimestamp(reader.take(7, 'the time of discharge')).at;
  const status = reader.octet('the status');
  return {
    type: 'status-report',
    smsc,
    reference,
    recipient: recipient.value,
    recipientType: recipient.type,
    sentAt,
    dischargedAt,
    status,
    outcome: outcomeOf(status),
    more: (first & bit.more) === 0,
  };
}

/** §9.2.3.15: completed, temporary and still trying, permanent, temporary and given up; the rest is reserved. */
function outcomeOf(status: number): StatusReport['outcome'] {
  if (status <= 0x02) return 'delivered';
  if (status >= 0x20 && status <= 0x3f) return 'trying';
  if (status >= 0x40 && status <= 0x7f) return 'failed';
  return 'unknown';
}
