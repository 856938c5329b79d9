import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';

/** Numbers that Vonage's SMS API answers with (developer.vonage.com, "SMS API errors"), in plain words. */
const plainWords: Record<number, string> = {
  2: 'Vonage misses something in the request',
  3: 'Vonage does not take the number or another value of the request',
  4: 'Vonage refuses the credentials: check apiKey and apiSecret',
  6: 'Vonage does not take this number: it may be no mobile number',
  7: 'Vonage blocks this number',
  8: 'The Vonage account is blocked: see its dashboard',
  9: 'The Vonage account has no credit left: top it up in its dashboard',
  11: 'The Vonage account may not send by this API: ask its support',
  12: 'The text is longer than Vonage takes',
  14: 'Vonage wants signed requests: allow the API secret too in its dashboard, API settings',
  15: 'Vonage may not send from this name or number to this country: set another `from`',
  22: 'Vonage does not take this network',
  23: 'Vonage does not take the address for reports: publicUrl must be reachable from the internet',
  29: 'This is a trial account of Vonage, which sends only to numbers on its list: add the number there, or top up the account',
  32: 'Vonage does not take both a signature and a secret: see API settings in its dashboard',
  33: 'The number is not in use any more',
};
/** Too fast, or trouble of its own. */
const temporary = new Set([1, 5, 10]);

/** The delivery error that a status of a message other than 0 stands for. */
export function vonageFailure(status: number): PermanentDeliveryError | TemporaryDeliveryError {
  const known = { errorCode: status };
  if (temporary.has(status)) return new TemporaryDeliveryError(`Vonage is busy (Vonage error ${status})`, known);
  const words = plainWords[status] ?? 'Vonage did not take the text';
  return new PermanentDeliveryError(`${words} (Vonage error ${status})`, known);
}

/** `err-code` of a report ("Delivery receipts", error codes), in plain words. */
const reportWords: Record<number, string> = {
  1: 'it is not known why',
  2: 'the phone is switched off or out of reach',
  3: 'the number is not in use, or takes no texts',
  4: 'the phone does not take texts from this sender',
  5: 'the number was carried to another network, which is not known yet',
  6: 'the network took it for spam',
  7: 'the phone cannot take texts',
  8: 'it ended in the network',
  9: 'the network does not take it',
  10: 'the network does not take this text',
  11: 'the network takes none of its kind',
  12: 'the network has no way there',
  15: 'the sender is not allowed there',
  39: 'the country does not take this sender: register it in the Vonage dashboard',
};

/** What a report says of why it did not arrive. */
export function vonageReportWords(errorCode: number): string {
  return `${reportWords[errorCode] ?? 'the network did not bring it to the phone'} (Vonage error ${errorCode})`;
}
