import type { Agent } from 'undici';
import { json, type SimulatedAnswer, type SimulatedRequest } from './http-simulator.ts';
import { SimulatedCall } from './twilio-call.ts';
import { callHook } from './twilio-hook.ts';

interface Settings {
  accountSid: string;
  authToken: string;
  reach?: (publicUrl: string) => string;
}

export interface SimulatedCalls {
  /** All calls, the oldest first. */
  readonly all: readonly SimulatedCall[];
  /** Somebody calls a number whose calls are answered at this address. */
  callIn(call: { from: string; to: string; voiceUrl: string }): Promise<SimulatedCall>;
  /** A phone that was called by the API is picked up. */
  answered(call: SimulatedCall): Promise<void>;
}

/** Calls of the simulated account: those that come in, and the Calls resource of the REST API. */
export class TwilioCallsSimulator implements SimulatedCalls {
  readonly all: SimulatedCall[] = [];
  readonly #settings: Settings;
  readonly #agent: Agent;
  readonly #urls = new Map<string, string>();

  constructor(settings: Settings, agent: Agent) {
    this.#settings = settings;
    this.#agent = agent;
  }

  async callIn({ from, to, voiceUrl }: { from: string; to: string; voiceUrl: string }): Promise<SimulatedCall> {
    const call = this.#add({ direction: 'inbound', from, to, statusCallback: voiceUrl });
    await call.begin(voiceUrl);
    return call;
  }

  async answered(call: SimulatedCall): Promise<void> {
    await call.begin(this.#urls.get(call.sid) ?? '');
  }

  /** `/Calls.json`, `/Calls/CA….json`, `/Calls/CA…/Transcriptions/….json` */
  answer({ method, body }: SimulatedRequest, path: string): SimulatedAnswer {
    const form = new URLSearchParams(body.toString('utf8'));
    if (path === '/Calls.json' && method === 'POST') return this.#create(form);
    const [, sid, transcription] = /^\/Calls\/(CA[0-9a-f]{32})(?:\/Transcriptions\/([\w-]+))?\.json$/.exec(path) ?? [];
    const call = this.all.find((one) => one.sid === sid);
    if (call === undefined) return refusal(404, 20404, 'The requested resource was not found');
    if (transcription !== undefined) return this.#stopListening(call, transcription, form);
    return method === 'POST' ? this.#update(call, form) : json(200, this.#resource(call));
  }

  #create(form: URLSearchParams): SimulatedAnswer {
    const [to, from, url] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Url') ?? ''];
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return refusal(400, 21211, "Invalid 'To' Phone Number");
    if (from === '') return refusal(400, 21213, "'From' is required");
    if (!/^https?:\/\//.test(url)) return refusal(400, 21205, 'Url is not a valid URL');
    const call = this.#add({ direction: 'outbound-api', from, to, statusCallback: form.get('StatusCallback') });
    this.#urls.set(call.sid, url);
    return json(201, this.#resource(call));
  }

  #update(call: SimulatedCall, form: URLSearchParams): SimulatedAnswer {
    if (call.status !== 'in-progress' && call.status !== 'ringing' && call.status !== 'queued')
      return refusal(400, 21220, 'Call is not in-progress. Cannot redirect.');
    const twiml = form.get('Twiml');
    // Answered first: what the call then does asks the program that waits for this answer.
    if (twiml !== null) setImmediate(() => void call.take(twiml));
    else if (form.get('Status') === 'completed') setImmediate(() => void call.hangUp());
    else return refusal(400, 20001, 'Neither Twiml nor Status');
    return json(200, this.#resource(call));
  }

  #stopListening(call: SimulatedCall, name: string, form: URLSearchParams): SimulatedAnswer {
    if (!call.isNamed(name) || form.get('Status') !== 'stopped')
      return refusal(404, 20404, 'The requested resource was not found');
    setImmediate(() => void call.stopListening());
    return json(200, { call_sid: call.sid, name, status: 'stopped' });
  }

  #add(facts: ConstructorParameters<typeof SimulatedCall>[1]): SimulatedCall {
    const { accountSid, authToken, reach = (url: string) => url } = this.#settings;
    const fetch = (publicUrl: string, parameters: Record<string, string>) =>
      callHook({ url: reach(publicUrl), publicUrl }, parameters, authToken, this.#agent);
    const call = new SimulatedCall({ accountSid, fetch }, facts);
    this.all.push(call);
    return call;
  }

  #resource({ sid, from, to, status, direction }: SimulatedCall) {
    const { accountSid } = this.#settings;
    const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${sid}.json`;
    return { sid, account_sid: accountSid, from, to, status, direction, api_version: '2010-04-01', uri };
  }
}

function refusal(status: number, code: number, message: string): SimulatedAnswer {
  return json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
