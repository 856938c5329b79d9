import { randomBytes } from 'node:crypto';
import { Agent } from 'undici';
import {
  type HttpSimulator,
  json,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatorOptions,
  startHttpSimulator,
} from './http-simulator.ts';
import { createTroubleQueue, type TroubleQueue } from './trouble.ts';
import { type SimulatedCalls, TwilioCallsSimulator } from './twilio-calls.ts';
import { type CalledHook, callHook } from './twilio-hook.ts';
import { listMessages } from './twilio-list.ts';
import { messageResource, segmentsOf, type TwilioMessage } from './twilio-message.ts';
import {
  createNumber,
  listNumbers,
  numberResource,
  type TwilioNumber,
  type TwilioNumberOptions,
  updateNumber,
} from './twilio-numbers.ts';

export interface TwilioSimulatorOptions extends SimulatorOptions {
  accountSid: string;
  authToken: string;
  /** Default: a full account that is active. */
  account?: { type?: 'Full' | 'Trial'; status?: 'active' | 'suspended' | 'closed' };
  /** Numbers that the account has; default: none. */
  numbers?: TwilioNumberOptions[];
  /** Where an address that Twilio was given is reached from here (a proxy in between); default: as it is. */
  reach?: (publicUrl: string) => string;
}

/** A text that reaches the simulated number. */
export interface TextToNumber {
  from: string;
  to: string;
  body: string;
  /** Default: now. Milliseconds since the epoch. */
  at?: number;
  /** Calls this webhook, as a number does that is set up for it; without it the text only stands in the list. */
  hook?: CalledHook;
}

export interface HookAnswer {
  sid: string;
  /** Status of the hook's answer; undefined where no hook was called. */
  status?: number;
  body?: string;
}

export interface TwilioSimulator extends HttpSimulator, Pick<TroubleQueue, 'failNext' | 'failAlways' | 'heal'> {
  /** Every message of the account, the oldest first; erased ones have an empty body, deleted ones are not in it. */
  messages: TwilioMessage[];
  /** The numbers of the account as they are set up now. */
  numbers: TwilioNumber[];
  /** What was sent by the API, the oldest first. */
  sent(): TwilioMessage[];
  /** Tells the StatusCallback of a sent text how it is now; `url`: where the call goes, where that is not the callback's own address. */
  reportStatus(sid: string, status: string, options?: { errorCode?: number; url?: string }): Promise<HookAnswer>;
  /** Calls to numbers of the account, and those that were made by the API. */
  calls: SimulatedCalls;
  /** Rejects when the hook cannot be reached. */
  receiveText(text: TextToNumber): Promise<HookAnswer>;
}

/** Numbers that Twilio refuses to text: `to` → error code, as its own test credentials do. */
const refusedNumbers: Record<string, number> = { '+15005550001': 21211, '+15005550004': 21610, '+15005550009': 21614 };

/** Twilio's Messages API over one account, and its calls to a webhook. */
export async function startTwilioSimulator(options: TwilioSimulatorOptions): Promise<TwilioSimulator> {
  const agent = new Agent({ connect: { rejectUnauthorized: false }, connections: 128 });
  const calls = new TwilioCallsSimulator(options, agent);
  const account = createAccount(options, calls);
  const troubles = createTroubleQueue();
  const http = await startHttpSimulator(options, troubles, account.answer, ({ status = 500, code = 20500 }) =>
    refusal(status, Number(code), 'simulated trouble'),
  );
  const { failNext, failAlways, heal } = troubles;
  return {
    ...http,
    failNext,
    failAlways,
    heal,
    messages: account.messages,
    numbers: account.numbers,
    calls,
    sent: () => account.messages.filter((message) => message.direction === 'outbound-api'),
    reportStatus: (sid, status, options) => account.report({ sid, status, ...options }, agent),
    receiveText: (text) => account.receive(text, agent),
    async close() {
      await agent.destroy();
      await http.close();
    },
  };
}

function createAccount(
  { accountSid, authToken, account = {}, ...given }: TwilioSimulatorOptions,
  calls: TwilioCallsSimulator,
) {
  const messages: TwilioMessage[] = [];
  const bySid = new Map<string, TwilioMessage>();
  const numbers = (given.numbers ?? []).map(createNumber);
  const own = `/2010-04-01/Accounts/${accountSid}`;
  const list = `${own}/Messages`;
  const ofNumbers = `${own}/IncomingPhoneNumbers`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

  const add = (message: Omit<TwilioMessage, 'sid'>): TwilioMessage => {
    const added = { sid: `SM${randomBytes(16).toString('hex')}`, ...message };
    messages.push(added);
    bySid.set(added.sid, added);
    return added;
  };

  const answer = (request: SimulatedRequest): SimulatedAnswer => {
    if (request.headers.authorization !== authorization) return refusal(401, 20003, 'Authenticate');
    const { pathname } = request.target;
    if (pathname === `${own}.json`) return json(200, accountResource(accountSid, account));
    if (pathname === `${ofNumbers}.json`) return json(200, listNumbers(numbers, request.target, accountSid));
    if (pathname.startsWith(`${ofNumbers}/`)) return number(request, pathname.slice(ofNumbers.length + 1));
    if (/\/Calls[./]/.test(pathname)) return calls.answer(request, pathname.slice(own.length));
    if (pathname === `${list}.json`) return request.method === 'POST' ? create(request) : page(request);
    const sid = pathname.startsWith(`${list}/`)
      ? /^(SM[0-9a-f]{32})\.json$/.exec(pathname.slice(list.length + 1))?.[1]
      : '';
    const message = bySid.get(sid ?? '');
    return message === undefined ? refusal(404, 20404, 'The requested resource was not found') : one(request, message);
  };

  const number = ({ method, body }: SimulatedRequest, file: string): SimulatedAnswer => {
    const found = numbers.find(({ sid }) => `${sid}.json` === file);
    if (found === undefined) return refusal(404, 20404, 'The requested resource was not found');
    const updated = method === 'POST' ? updateNumber(found, new URLSearchParams(body.toString('utf8'))) : found;
    return updated === null ? refusal(400, 21502, 'Invalid SmsUrl') : json(200, numberResource(updated, accountSid));
  };

  const page = (request: SimulatedRequest) => json(200, listMessages(messages, request.target, accountSid));

  const create = ({ body }: SimulatedRequest): SimulatedAnswer => {
    const form = new URLSearchParams(body.toString('utf8'));
    const [to, from, text] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Body') ?? ''];
    const wrong = checkForm(to, from, text);
    if (wrong !== null) return refusal(400, ...wrong);
    const message = add({
      direction: 'outbound-api',
      from,
      to,
      body: text,
      status: 'delivered',
      createdAt: Date.now(),
      callback: form.get('StatusCallback'),
    });
    return json(201, messageResource({ ...message, status: 'queued' }, accountSid));
  };

  const one = ({ method, body }: SimulatedRequest, message: TwilioMessage): SimulatedAnswer => {
    if (method === 'DELETE') {
      bySid.delete(message.sid);
      messages.splice(messages.indexOf(message), 1);
      return { status: 204 };
    }
    // Only erasing is allowed: an update must set Body to nothing.
    if (method === 'POST') {
      if (new URLSearchParams(body.toString('utf8')).get('Body') !== '')
        return refusal(400, 21600, 'Body must be empty');
      message.body = '';
    }
    return json(200, messageResource(message, accountSid));
  };

  const receive = async (
    { from, to, body, at = Date.now(), hook }: TextToNumber,
    agent: Agent,
  ): Promise<HookAnswer> => {
    const { sid } = add({ direction: 'inbound', from, to, body, status: 'received', createdAt: at });
    if (hook === undefined) return { sid };
    const parameters = hookParameters(accountSid, { sid, from, to, body });
    return { sid, ...(await callHook(hook, parameters, authToken, agent)) };
  };

  const report = async (
    { sid, status, errorCode, url }: { sid: string; status: string; errorCode?: number; url?: string },
    agent: Agent,
  ): Promise<HookAnswer> => {
    const message = bySid.get(sid);
    if (message === undefined || message.callback == null) throw new Error('this text has no StatusCallback');
    message.status = status;
    const hook = { url: url ?? message.callback, publicUrl: message.callback };
    const parameters = statusParameters(accountSid, message, errorCode);
    return { sid, ...(await callHook(hook, parameters, authToken, agent)) };
  };

  return { messages, numbers, answer, receive, report };
}

function accountResource(
  sid: string,
  { type = 'Full', status = 'active' }: NonNullable<TwilioSimulatorOptions['account']>,
) {
  const uri = `/2010-04-01/Accounts/${sid}`;
  return { sid, type, status, friendly_name: 'Simulated', owner_account_sid: sid, uri: `${uri}.json` };
}

function checkForm(to: string, from: string, text: string): [code: number, message: string] | null {
  if (to === '') return [21604, "A 'To' phone number is required."];
  if (from === '') return [21603, "A 'From' phone number is required."];
  if (text === '') return [21602, 'Message body is required.'];
  if (text.length > 1600) return [21617, 'The message body exceeds the 1600 character limit.'];
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return [21211, "Invalid 'To' Phone Number"];
  if (to === from) return [21266, "'To' and 'From' number cannot be the same"];
  const code = refusedNumbers[to];
  return code === undefined ? null : [code, 'The number cannot be texted'];
}

function refusal(status: number, code: number, message: string): SimulatedAnswer {
  return json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

function statusParameters(accountSid: string, { sid, status, from, to }: TwilioMessage, errorCode?: number) {
  return {
    ...{ SmsSid: sid, SmsStatus: status, MessageStatus: status, To: to, MessageSid: sid },
    ...{ AccountSid: accountSid, From: from, ApiVersion: '2010-04-01' },
    ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
  };
}

function hookParameters(accountSid: string, text: { sid: string; from: string; to: string; body: string }) {
  return {
    ToCountry: 'US',
    SmsMessageSid: text.sid,
    NumMedia: '0',
    SmsSid: text.sid,
    SmsStatus: 'received',
    Body: text.body,
    FromCountry: 'US',
    To: text.to,
    NumSegments: String(segmentsOf(text.body)),
    MessageSid: text.sid,
    AccountSid: accountSid,
    From: text.from,
    ApiVersion: '2010-04-01',
  };
}
