import { randomBytes } from 'node:crypto';
import { type FetchedVerb, readTwiml } from './twiml.ts';

/** How a call asks the program that it belongs to. */
export interface CallWays {
  accountSid: string;
  /** Fetches an address with the parameters of a webhook; resolves to the answer's status and body. */
  fetch(publicUrl: string, parameters: Record<string, string>): Promise<{ status: number; body: string }>;
}

export interface SpokenWords {
  text: string;
  language: string | undefined;
  voice: string | undefined;
}

/** One call at the simulated Twilio: it does what fetched TwiML says; time passes when a test says so. */
export class SimulatedCall {
  readonly sid = `CA${randomBytes(16).toString('hex')}`;
  readonly direction: 'inbound' | 'outbound-api';
  readonly from: string;
  readonly to: string;
  /** What the other side heard spoken. */
  readonly heard: SpokenWords[] = [];
  /** Keys that the other side heard pressed. */
  keys = '';
  /** The number that it rings through to now; null: none. */
  ringing: string | null = null;
  status: string;
  /** All TwiML that was fetched or given, in order. */
  readonly fetched: string[] = [];
  /** Answers of status 4xx and 5xx, or TwiML that cannot be read. */
  readonly failures: string[] = [];
  readonly #ways: CallWays;
  readonly #callback: string | null;
  #verbs: FetchedVerb[] = [];
  /** What it waits in: Pause, Gather or Dial. */
  #waiting: FetchedVerb | null = null;
  #transcription: { name: string; url: string; language: string } | null = null;
  #sequence = 0;

  constructor(
    ways: CallWays,
    facts: { direction: 'inbound' | 'outbound-api'; from: string; to: string; statusCallback: string | null },
  ) {
    this.#ways = ways;
    this.direction = facts.direction;
    this.from = facts.from;
    this.to = facts.to;
    this.#callback = facts.statusCallback;
    this.status = facts.direction === 'inbound' ? 'ringing' : 'queued';
  }

  /** Is it listened to now? */
  get isListened(): boolean {
    return this.#transcription !== null;
  }

  /** It is picked up: asks what to do, and does it until it has to wait. */
  async begin(url: string, more: Record<string, string> = {}): Promise<void> {
    if (this.direction === 'outbound-api') this.status = 'in-progress';
    await this.#fetch(url, more);
    if (this.status === 'ringing') this.status = 'in-progress';
  }

  /** What TwiML does in place of what went on. */
  async take(twiml: string): Promise<void> {
    this.#waiting = null;
    this.ringing = null;
    await this.#run(twiml);
  }

  /** The other side speaks: the recogniser, where one is on, tells of it. */
  async say(words: string, { final = true }: { final?: boolean } = {}): Promise<void> {
    if (this.status !== 'in-progress') return;
    const data = JSON.stringify({ transcript: words, confidence: 0.91 });
    const language = this.#transcription?.language ?? '';
    await this.#tellTranscription('transcription-content', {
      ...{ LanguageCode: language, Track: 'inbound_track', TranscriptionData: data, Final: String(final) },
    });
  }

  /** The other side presses keys. */
  async press(keys: string): Promise<void> {
    const gather = this.#waiting;
    if (gather?.name !== 'Gather') return;
    this.#waiting = null;
    await this.#fetch(gather.attributes.action ?? '', { Digits: keys });
  }

  /** Time passes, so that what it waits in is over: the pause, the time for keys, the ringing. */
  async waitOn(): Promise<void> {
    const over = this.#waiting;
    this.#waiting = null;
    this.ringing = null;
    if (over?.name === 'Dial') return this.#fetch(over.attributes.action ?? '', { DialCallStatus: 'no-answer' });
    await this.#goOn();
  }

  /** The phone that it rings through to is picked up. */
  async pickUp(): Promise<void> {
    const number = this.#waiting?.verbs.find(({ name }) => name === 'Number');
    if (number === undefined) throw new Error('this call rings nowhere');
    const child = {
      ParentCallSid: this.sid,
      CallSid: `CA${randomBytes(16).toString('hex')}`,
      CallStatus: 'in-progress',
    };
    await this.#ask(number.attributes.statusCallback ?? '', child);
  }

  /** The other side hangs up, or the call ends by itself. */
  async hangUp(status = 'completed'): Promise<void> {
    if (['completed', 'busy', 'failed', 'no-answer', 'canceled'].includes(this.status)) return;
    this.status = status;
    this.#verbs = [];
    this.#waiting = null;
    if (this.#callback !== null) await this.#ask(this.#callback, {});
    await this.stopListening();
  }

  async stopListening(): Promise<void> {
    await this.#tellTranscription('transcription-stopped', {});
    this.#transcription = null;
  }

  isNamed(transcription: string): boolean {
    return this.#transcription?.name === transcription;
  }

  async #tellTranscription(event: string, more: Record<string, string>): Promise<void> {
    if (this.#transcription === null) return;
    this.#sequence += 1;
    const facts = {
      TranscriptionEvent: event,
      SequenceId: String(this.#sequence),
      Timestamp: new Date().toISOString(),
    };
    await this.#ask(this.#transcription.url, { ...facts, TranscriptionSid: `GT${'0'.repeat(32)}`, ...more });
  }

  async #fetch(url: string, more: Record<string, string>): Promise<void> {
    const { status, body } = await this.#ask(url, more);
    if (status >= 200 && status < 300) await this.#run(body);
    else await this.hangUp('failed');
  }

  async #ask(url: string, more: Record<string, string>): Promise<{ status: number; body: string }> {
    const answer = await this.#ways.fetch(url, {
      ...{
        CallSid: this.sid,
        AccountSid: this.#ways.accountSid,
        From: this.from,
        To: this.to,
        ApiVersion: '2010-04-01',
      },
      ...{ Direction: this.direction, CallStatus: this.status, ...more },
    });
    if (answer.status >= 400) this.failures.push(`${answer.status} ${answer.body}`);
    return answer;
  }

  async #run(twiml: string): Promise<void> {
    this.fetched.push(twiml);
    try {
      this.#verbs = readTwiml(twiml);
    } catch (error) {
      this.failures.push(String(error));
      return this.hangUp('failed');
    }
    await this.#goOn();
  }

  async #goOn(): Promise<void> {
    for (let verb = this.#verbs.shift(); verb !== undefined; verb = this.#verbs.shift()) {
      await this.#do(verb);
      if (this.#waiting !== null) return;
    }
    if (this.#waiting === null) await this.hangUp();
  }

  async #do(verb: FetchedVerb): Promise<void> {
    const { name, attributes, verbs } = verb;
    if (name === 'Say') this.#speak(verb);
    else if (name === 'Pause') this.#waiting = verb;
    else if (name === 'Gather') {
      for (const inner of verbs) if (inner.name === 'Say') this.#speak(inner);
      this.#waiting = verb;
    } else if (name === 'Play') this.keys += attributes.digits ?? '';
    else if (name === 'Redirect') await this.#fetch(verb.text, {});
    else if (name === 'Hangup') await this.hangUp();
    else if (name === 'Reject') await this.hangUp(attributes.reason === 'busy' ? 'busy' : 'no-answer');
    else if (name === 'Start') await this.#listen(verbs[0]);
    else if (name === 'Dial') {
      this.#waiting = verb;
      this.ringing = verbs.find((one) => one.name === 'Number')?.text ?? verb.text;
    } else throw new Error(`the simulator does not know the verb ${name}`);
  }

  #speak({ text, attributes }: FetchedVerb): void {
    this.heard.push({ text, language: attributes.language, voice: attributes.voice });
  }

  async #listen(verb: FetchedVerb | undefined): Promise<void> {
    if (verb?.name !== 'Transcription') throw new Error('the simulator starts transcriptions only');
    const { name = '', statusCallbackUrl: url = '', languageCode: language = 'en-US' } = verb.attributes;
    this.#transcription = { name, url, language };
    await this.#tellTranscription('transcription-started', {});
  }
}
