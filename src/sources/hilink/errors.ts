/** What the client may do by itself before it gives up; each at most once per call. */
export type Remedy = 'token' | 'session' | 'login';

interface ErrorMeaning {
  meaning: string;
  remedy?: Remedy;
}

/** Error codes of the HiLink web API. Unlisted codes are shown by number. */
const meanings: Record<number, ErrorMeaning> = {
  [-1]: { meaning: 'it answers with a general error; is a SIM card in it?' },
  100001: { meaning: 'it reports an unknown error' },
  100002: { meaning: 'its firmware does not offer this call' },
  100003: { meaning: 'it demands a login', remedy: 'login' },
  100004: { meaning: 'it is busy' },
  100005: { meaning: 'it does not accept the form of the request' },
  100006: { meaning: 'it does not accept a parameter' },
  100010: { meaning: 'what was asked for is not there' },
  101001: { meaning: 'no SIM card is in it' },
  101002: { meaning: 'the SIM card wants its PIN' },
  101003: { meaning: 'the SIM card wants its PUK' },
  108001: { meaning: 'it does not know the user name' },
  108002: { meaning: 'the password is wrong' },
  108003: { meaning: 'someone else is logged in' },
  108005: { meaning: 'too many users are logged in' },
  108006: { meaning: 'user name or password is wrong' },
  108007: { meaning: 'it is locked after too many wrong passwords' },
  108009: { meaning: 'someone is logged in by another device' },
  108010: { meaning: 'logins came too often' },
  112008: { meaning: 'the SIM card is not ready yet' },
  113018: { meaning: 'it is still sending another text' },
  113020: { meaning: 'it cannot list its texts now' },
  113036: { meaning: 'the text was not there any more' },
  113053: { meaning: 'its storage is full' },
  113055: { meaning: 'the text has changed meanwhile' },
  113114: { meaning: 'the text was not there any more' },
  115002: { meaning: 'its default password must be changed first' },
  120001: { meaning: 'a call is going on' },
  125001: { meaning: 'the token was used up', remedy: 'token' },
  125002: { meaning: 'the session is over', remedy: 'session' },
  125003: { meaning: 'token and session do not belong together', remedy: 'session' },
};

/** The device answered `<error>`. */
export class DeviceError extends Error {
  readonly code: number;
  /** Wrong passwords so far, where the firmware counts them. */
  readonly count: number | undefined;
  /** False when it was a page or a redirect that says so, not an `<error>`. */
  readonly fromDevice: boolean;

  constructor(path: string, code: number, options: { count?: number | undefined; fromDevice?: boolean } = {}) {
    super(`${path}: ${meanings[code]?.meaning ?? 'it reports an error'} (${code})`);
    this.name = 'DeviceError';
    this.code = code;
    this.count = options.count;
    this.fromDevice = options.fromDevice ?? true;
  }

  get remedy(): Remedy | undefined {
    return meanings[this.code]?.remedy;
  }
}

/** No answer came. `left`: the request may have reached the device. */
export class UnreachableError extends Error {
  readonly left: boolean;
  readonly timedOut: boolean;

  constructor(detail: string, options: { left: boolean; timedOut?: boolean; cause?: unknown }) {
    super(detail, { cause: options.cause });
    this.name = 'UnreachableError';
    this.left = options.left;
    this.timedOut = options.timedOut ?? false;
  }
}

/** An answer came that is neither `<response>` nor `<error>`. */
export class UnreadableAnswerError extends Error {
  constructor(path: string, what: string) {
    super(`${path}: it answered ${what} where XML was expected`);
    this.name = 'UnreadableAnswerError';
  }
}

export type LoginTrouble = 'no-password' | 'wrong' | 'occupied' | 'locked' | 'change-password';

/** The device lets nobody in. `wrong` and `change-password` need a person: another try would lock the device. */
export class LoginRefusedError extends Error {
  readonly trouble: LoginTrouble;
  /** As the device says it; its unit is minutes on the firmwares that were looked at. */
  readonly waitMinutes: number | undefined;
  /** The device said so when asked for its state: no password was sent. */
  readonly beforeTrying: boolean;

  constructor(
    trouble: LoginTrouble,
    detail: string,
    options: { waitMinutes?: number | undefined; beforeTrying?: boolean } = {},
  ) {
    super(detail);
    this.name = 'LoginRefusedError';
    this.trouble = trouble;
    this.waitMinutes = options.waitMinutes;
    this.beforeTrying = options.beforeTrying ?? false;
  }
}

/** What a refused login means; undefined for a code that is not about logins. */
export function loginTrouble(code: number): LoginTrouble | undefined {
  if (code === 108001 || code === 108002 || code === 108006) return 'wrong';
  if (code === 108007) return 'locked';
  if (code === 108003 || code === 108005 || code === 108009 || code === 108010) return 'occupied';
  return code === 115002 ? 'change-password' : undefined;
}

/** SIM card absent, locked, busy or dead. */
export function isSimTrouble(code: number): boolean {
  return (code >= 101001 && code <= 101009) || [103002, 103003, 103008, 103011, 112008].includes(code);
}

/** The call is not offered by this firmware, or cannot be used on it. */
export function isUnsupported(error: unknown): error is DeviceError {
  return error instanceof DeviceError && (error.code === 100002 || error.code === 100006 || error.code === -1);
}
