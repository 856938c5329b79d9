import type { Clock } from '../../support/clock.ts';
import type { Logger } from '../../support/logger.ts';
import type { RandomBytes } from '../../support/random.ts';
import type { Request } from '../../support/request.ts';
import type { XmlElement } from '../../support/xml.ts';
import { readAnswer } from './answer.ts';
import { DeviceError, LoginRefusedError, type Remedy, UnreachableError } from './errors.ts';
import { type Credentials, isProtected, type LoginState, type LoginType, logIn, readLoginState } from './login.ts';
import { type Family, Session } from './session.ts';
import { again, type WireOptions } from './wire.ts';

/** An answer is there within 60 ms as a rule; 10 s mean that nobody is there … */
const usualTimeoutMs = 10_000;
/** … but while a stick tries to send a text that fails, every call stalls for about 30 s. */
const sendingTimeoutMs = 45_000;
/** More than the client ever waits for an answer. */
export const longestAnswerMs = sendingTimeoutMs + 5_000;
/** How long after a send the stick may still be stalled. */
const graceAfterSendMs = 60_000;
/** Some models drop the connection right after a session was set up. */
const waitsAfterDropMs = [100, 200, 400];
/** How long a log-out may hold up the close. */
const logoutMs = 2_000;

export interface ClientOptions {
  credentials: Credentials;
  request: Request;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  /** Where the device is; asked before the first call and after every `forget()`. */
  locate(signal: AbortSignal): Promise<string>;
  /** Goes on with the calls that need no login when the device refuses one; default is to stop. */
  goesOnWithoutLogin?: boolean;
}

/**
 * Calls one device, one request at a time: its web server is single-threaded, and tokens are good for one POST.
 * Renews token, session and login by itself, each at most once per call. What it cannot mend it throws: DeviceError,
 * UnreachableError, UnreadableAnswerError, LoginRefusedError.
 */
export class HilinkClient {
  /** Counts up with each new session, so that the caller knows that texts may have been missed meanwhile. */
  sessions = 0;
  /** How the device wants a login; undefined until it was asked. */
  loginType: LoginType | undefined;
  readonly #options: ClientOptions;
  readonly #stopping = new AbortController();
  readonly #wire: WireOptions;
  readonly #unsupported = new Set<string>();
  readonly #lastBody = new Map<string, Uint8Array>();
  #session: Session | undefined;
  #ready = false;
  #loggedIn = false;
  #refused: LoginRefusedError | undefined;
  #graceUntil = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ClientOptions) {
    this.#options = options;
    const { request, clock } = options;
    const timeoutMs = () => (clock.now() < this.#graceUntil ? sendingTimeoutMs : usualTimeoutMs);
    this.#wire = { request, clock, timeoutMs, signal: this.#stopping.signal };
  }

  /** Scheme and host, without what may be secret; undefined while the device has not been found. */
  get address(): string | undefined {
    return this.#session?.baseUrl;
  }

  get family(): Family | undefined {
    return this.#session?.family;
  }

  get isLoggedIn(): boolean {
    return this.#loggedIn;
  }

  /** Whether a text was sent a short while ago, so that silence means nothing. */
  get mayBeStalled(): boolean {
    return this.#options.clock.now() < this.#graceUntil;
  }

  /** From now on, and for a minute, the device may stall. */
  expectStall(): void {
    this.#graceUntil = this.#options.clock.now() + graceAfterSendMs;
  }

  /** A call that the firmware was found not to offer is refused without asking again. */
  get(path: string): Promise<XmlElement> {
    return this.#inTurn(async () => {
      if (this.#unsupported.has(path)) throw new DeviceError(path, 100002);
      try {
        return await this.#mended((session) => this.#twice(() => session.get(path)));
      } catch (error) {
        if (error instanceof DeviceError && error.code === 100002) this.#unsupported.add(path);
        throw error;
      }
    });
  }

  /** Like `get`, but undefined when the answer is the same, byte for byte, as the last one of this path. */
  getIfChanged(path: string): Promise<XmlElement | undefined> {
    return this.#inTurn(() =>
      this.#mended(async (session) => {
        const response = await this.#twice(() => session.getBytes(path));
        const last = this.#lastBody.get(path);
        if (last !== undefined && Buffer.compare(last, response.body) === 0) return undefined;
        const answer = readAnswer(path, response);
        this.#lastBody.set(path, response.body);
        return answer;
      }),
    );
  }

  /** `once`: what the request does must not happen twice, so a dropped connection is not tried again. */
  post(path: string, body: string | Uint8Array, options: { once?: boolean } = {}): Promise<XmlElement> {
    return this.#inTurn(() =>
      this.#mended((session) => {
        const send = () => session.post(path, body);
        return options.once ? send() : this.#twice(send);
      }),
    );
  }

  /** The device may have been replaced or moved: looks for it anew at the next call. Not while it may only be stalled. */
  forget(): void {
    this.#session = undefined;
    this.#ready = false;
    this.#loggedIn = false;
    this.#lastBody.clear();
    this.#unsupported.clear();
  }

  /** The session goes on, but what was answered before counts no more. */
  forgetAnswers(): void {
    this.#lastBody.clear();
    this.#unsupported.clear();
  }

  /** Ends what is under way and logs out: a device has few sessions and frees a lost one only after minutes. */
  async close(): Promise<void> {
    this.#stopping.abort(new UnreachableError('the source is stopping', { left: true }));
    await this.#last.catch(() => undefined);
    if (!this.#loggedIn || this.#session === undefined) return;
    const wire = { ...this.#wire, timeoutMs: () => logoutMs, signal: new AbortController().signal };
    const leaving = this.#session.continuedOn(wire);
    this.#loggedIn = false;
    const body = '<?xml version="1.0" encoding="UTF-8"?><request><Logout>1</Logout></request>';
    await leaving.post('user/logout', body).catch((error: unknown) => {
      this.#options.log.debug({ error }, 'the stick was not there for the log-out');
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #mended<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const tried = new Set<Remedy | 'new session'>();
    for (;;) {
      try {
        return await work(await this.#readySession());
      } catch (error) {
        if (error instanceof UnreachableError) this.#session?.dropTokens();
        const remedy = nextRemedy(error, tried);
        if (remedy === undefined) throw error;
        tried.add(remedy);
        await this.#mend(remedy);
      }
    }
  }

  /** A small server ends idle connections as it likes: one dropped connection is no outage. */
  #twice<T>(work: () => Promise<T>): Promise<T> {
    return again(this.#wire, [0], work);
  }

  async #readySession(): Promise<Session> {
    if (this.#refused !== undefined && !this.#options.goesOnWithoutLogin) throw this.#refused;
    if (this.#session === undefined) {
      const session = new Session(await this.#options.locate(this.#stopping.signal), this.#wire);
      await this.#twice(() => session.open());
      this.#session = session;
    }
    const session = this.#session;
    if (!this.#ready) {
      await this.#logInWhereNeeded(session);
      this.#ready = true;
      this.sessions += 1;
    }
    return session;
  }

  async #mend(remedy: Remedy | 'new session'): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    session.dropTokens();
    if (remedy === 'token') return;
    if (remedy === 'login') return this.#logIn(session, await this.#askLoginState(session));
    this.#ready = false;
    // With the old cookie first: while that login is still valid, the device may refuse another one.
    if (remedy === 'session') return;
    this.#loggedIn = false;
    await session.open();
  }

  async #logInWhereNeeded(session: Session): Promise<void> {
    const state = await this.#askLoginState(session);
    if (state.type === 'none' || state.loggedIn) return;
    const needed = await isProtected(session, state);
    if (needed === false || (needed === undefined && this.#options.credentials.password === undefined)) return;
    try {
      await this.#logIn(session, state);
    } catch (error) {
      if (!this.#options.goesOnWithoutLogin || !(error instanceof LoginRefusedError)) throw error;
    }
  }

  async #askLoginState(session: Session): Promise<LoginState> {
    const state = await again(this.#wire, waitsAfterDropMs, () => readLoginState(session));
    this.loginType = state.type;
    return state;
  }

  async #logIn(session: Session, state: LoginState): Promise<void> {
    if (this.#refused !== undefined) throw this.#refused;
    try {
      await logIn(session, state, this.#options.credentials, this.#options.random);
      this.#loggedIn = true;
      this.sessions += 1;
    } catch (error) {
      if (error instanceof LoginRefusedError) this.#latch(error);
      throw error;
    }
  }

  /** Only a person can mend these; another automatic try would lock the device for minutes. */
  #latch(error: LoginRefusedError): void {
    const triedInVain = error.trouble === 'locked' && !error.beforeTrying;
    if (error.trouble === 'wrong' || error.trouble === 'change-password' || triedInVain) this.#refused = error;
  }
}

/** What may help against this error and was not tried yet; undefined: nothing. */
function nextRemedy(error: unknown, tried: Set<Remedy | 'new session'>): Remedy | 'new session' | undefined {
  const remedy = error instanceof DeviceError ? error.remedy : undefined;
  if (remedy === undefined || !tried.has(remedy)) return remedy;
  return remedy === 'session' && !tried.has('new session') ? 'new session' : undefined;
}
