import { randomBytes } from 'node:crypto';

/** A number of the simulated account, with where its texts go. */
export interface TwilioNumber {
  sid: string;
  phoneNumber: string;
  smsUrl: string;
  smsMethod: string;
  smsApplicationSid: string;
  /** Where its calls go, and where their end is told. */
  voiceUrl: string;
  voiceMethod: string;
  voiceApplicationSid: string;
  statusCallback: string;
}

export type TwilioNumberOptions = Pick<TwilioNumber, 'phoneNumber'> & Partial<Omit<TwilioNumber, 'sid'>>;

/** A bought number, as it comes: Twilio's own demonstration answers its texts. */
export function createNumber(options: TwilioNumberOptions): TwilioNumber {
  return {
    sid: `PN${randomBytes(16).toString('hex')}`,
    smsUrl: 'https://demo.twilio.com/welcome/sms/reply',
    smsMethod: 'POST',
    smsApplicationSid: '',
    voiceUrl: 'https://demo.twilio.com/welcome/voice/',
    voiceMethod: 'POST',
    voiceApplicationSid: '',
    statusCallback: '',
    ...options,
  };
}

/** What `POST …/IncomingPhoneNumbers/PN….json` changes; null: Twilio refuses the form. */
export function updateNumber(number: TwilioNumber, form: URLSearchParams): TwilioNumber | null {
  const wish = (name: keyof TwilioNumber) =>
    form.get(name.replace(/^./, (first) => first.toUpperCase())) ?? number[name];
  const urls = { smsUrl: wish('smsUrl'), voiceUrl: wish('voiceUrl'), statusCallback: wish('statusCallback') };
  const methods = { smsMethod: wish('smsMethod'), voiceMethod: wish('voiceMethod') };
  const areUrls = Object.values(urls).every((url) => url === '' || /^https?:\/\//.test(url));
  if (!areUrls || !Object.values(methods).every((method) => ['GET', 'POST'].includes(method))) return null;
  const apps = { smsApplicationSid: wish('smsApplicationSid'), voiceApplicationSid: wish('voiceApplicationSid') };
  return Object.assign(number, urls, methods, apps);
}

/** A page with all of them; `PhoneNumber` takes what contains it, with `*` for any digit. */
export function listNumbers(numbers: readonly TwilioNumber[], target: URL, accountSid: string) {
  const wanted = target.searchParams.get('PhoneNumber')?.replace(/[^\d*]/g, '') ?? '';
  const pattern = new RegExp(wanted.replaceAll('*', '\\d'));
  const found = numbers.filter(({ phoneNumber }) => pattern.test(phoneNumber));
  const uri = target.pathname + target.search;
  return {
    incoming_phone_numbers: found.map((number) => numberResource(number, accountSid)),
    ...{ page: 0, page_size: 50, start: 0, end: Math.max(0, found.length - 1), uri },
    ...{ first_page_uri: uri, previous_page_uri: null, next_page_uri: null },
  };
}

/** The IncomingPhoneNumber resource of Twilio's REST API, version 2010-04-01. */
export function numberResource(number: TwilioNumber, accountSid: string): Record<string, unknown> {
  const { sid, phoneNumber, smsUrl, smsMethod, smsApplicationSid, ...rest } = number;
  const { voiceUrl, voiceMethod, voiceApplicationSid, statusCallback } = rest;
  const date = 'Sun, 22 Nov 2026 12:00:00 +0000';
  return {
    ...{ sid, account_sid: accountSid, phone_number: phoneNumber, friendly_name: phoneNumber },
    ...{ sms_url: smsUrl, sms_method: smsMethod, sms_application_sid: smsApplicationSid },
    ...{
      sms_fallback_url: '',
      sms_fallback_method: 'POST',
      status_callback: statusCallback,
      status_callback_method: 'POST',
    },
    ...{ voice_url: voiceUrl, voice_method: voiceMethod, voice_fallback_url: '', voice_fallback_method: 'POST' },
    ...{
      voice_application_sid: voiceApplicationSid,
      voice_caller_id_lookup: false,
      voice_receive_mode: 'voice',
      trunk_sid: null,
    },
    ...{ address_sid: null, address_requirements: 'none', bundle_sid: null, identity_sid: null, beta: false },
    ...{ emergency_status: 'Inactive', emergency_address_sid: null, emergency_address_status: 'unregistered' },
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    ...{ origin: 'twilio', status: 'in-use', type: null, api_version: '2010-04-01' },
    ...{ date_created: date, date_updated: date },
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
  };
}
