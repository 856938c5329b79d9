/** How session and token are handed out: A oldest sticks, B E3372h and its kin, C routers, D firmware 10 and 11. */
export type Family = 'A' | 'B' | 'C' | 'D';

/** `type0` and `type3` send the password in base64, `type4` its hash with the token, `scram` proves it in two steps. */
type LoginKind = 'none' | 'type0' | 'type3' | 'type4' | 'scram';

export const families: readonly Family[] = ['A', 'B', 'C', 'D'];
export const loginKinds: readonly LoginKind[] = ['none', 'type0', 'type3', 'type4', 'scram'];

/** What one kind of device does in its own way. Every trait can be overridden when a simulator is started. */
export interface Traits {
  family: Family;
  login: LoginKind;
  username: string;
  password: string;
  deviceName: string;
  softwareVersion: string;
  /** Every token that was ever handed out stays good. */
  lenientTokens: boolean;
  /** What a token gets that was spent already; firmwares differ. */
  staleTokenCode: 125001 | 125003;
  /** Tokens in the one header of a login's answer, joined by `#`; 0: two headers, `…one` and `…two`. */
  loginTokens: number;
  /** Idle time after which a session is gone, ms; 300 s in the shipped server configuration. */
  sessionTtlMs: number;
  /** Whether any call keeps a session alive, or only `user/heartbeat` and `Update-Cookie`. */
  keepAlive: 'any' | 'heartbeat';
  /** API calls by GET work without a session cookie. */
  sessionlessReads: boolean;
  /** Whether `SesInfo` holds `SessionID=value` or the value alone. */
  sesInfo: 'prefixed' | 'value';
  /** `webserver/SesTokInfo` sets the cookie as well. */
  sesTokSetsCookie: boolean;
  /** A further cookie that comes with every answer and is no session. */
  strayCookie: boolean;
  /** Sessions that may be logged in at once. */
  maxLogins: number;
  /** What a login gets when `maxLogins` are in: 108003, or the oldest is thrown out. */
  secondLogin: 'refuse' | 'kick';
  /** Wrong passwords until 108007. */
  maxLoginAttempts: number;
  /** How long 108007 lasts, ms. */
  lockoutMs: number;
  scramIterations: number;
  /** 100005 for whitespace between tags, for tags in another order, for attributes. */
  rejectWhitespace: boolean;
  rejectOrder: boolean;
  rejectAttributes: boolean;
  /** Several `<Index>` in one set-read or delete-sms; else 100005. */
  acceptsIndexList: boolean;
  /** What deleting or reading an Index gets that is not there; 0: OK. */
  missingIndexCode: 0 | 113036 | 113114;
  contentType: string;
  /** An unknown API path: 100002, or a redirect to the home page. */
  unknownPath: 'error' | 'redirect';
  /** API paths (`sms/sms-count`) that answer JSON instead of XML. */
  jsonPaths: readonly string[];
  /** Each element of an answer on a line of its own. */
  answerInLines: boolean;
  /** Brackets and quotes as `&#40;` and so on. */
  numericEntities: boolean;
  /** `&` of an entity is escaped once more. */
  doubleEscape: boolean;
  emoji: 'cesu8' | 'utf8';
  /** An emoji sent as four bytes of UTF-8 becomes question marks. */
  mangleUtf8Emoji: boolean;
  /** `Count` of sms-list: rows in this page, or in the whole box. */
  count: 'page' | 'total';
  /** How sms-list shows no rows: `<Messages></Messages>`, `<Messages/>`, or not at all. */
  emptyMessages: 'pair' | 'selfClosing' | 'missing';
  /** Largest `ReadCount`. */
  maxReadCount: number;
  localMax: number;
  simMax: number;
  /** Where an inbound text goes first. */
  saveTo: 'local' | 'sim';
  /** A text that could not be sent lands in drafts, or in sent with Smstat 4. */
  failedTo: 'draft' | 'sent';
  /** Of several recipients only the last gets the text. */
  sendsOnlyToLast: boolean;
  /** How long one recipient takes, ms. */
  sendMs: number;
  /** Minutes east of UTC that the device's clock shows. */
  zoneOffsetMinutes: number;
}

const common: Traits = {
  family: 'B',
  login: 'none',
  username: 'admin',
  password: 'admin',
  deviceName: 'E3372',
  softwareVersion: '22.323.62.00.143',
  lenientTokens: false,
  staleTokenCode: 125003,
  loginTokens: 32,
  sessionTtlMs: 300_000,
  keepAlive: 'any',
  sessionlessReads: false,
  sesInfo: 'prefixed',
  sesTokSetsCookie: false,
  strayCookie: false,
  maxLogins: 1,
  secondLogin: 'refuse',
  maxLoginAttempts: 5,
  lockoutMs: 60_000,
  scramIterations: 100,
  rejectWhitespace: false,
  rejectOrder: false,
  rejectAttributes: true,
  acceptsIndexList: false,
  missingIndexCode: 0,
  contentType: 'text/html',
  unknownPath: 'error',
  jsonPaths: [],
  answerInLines: true,
  numericEntities: true,
  doubleEscape: false,
  emoji: 'cesu8',
  mangleUtf8Emoji: false,
  count: 'page',
  emptyMessages: 'pair',
  maxReadCount: 50,
  localMax: 500,
  simMax: 30,
  saveTo: 'local',
  failedTo: 'draft',
  sendsOnlyToLast: false,
  sendMs: 300,
  zoneOffsetMinutes: 0,
};

const profileTable = {
  /** E3372h-153 as sold: SesTokInfo, no login. */
  stick: common,
  /** E3131 and the like: one token that may be reused, many calls need none. */
  'old-stick': {
    ...common,
    family: 'A',
    deviceName: 'E3131',
    softwareVersion: '21.158.13.00.00',
    sessionlessReads: true,
    rejectAttributes: false,
    maxReadCount: 20,
    contentType: 'text/xml',
    emptyMessages: 'selfClosing',
  },
  /** B525: csrf metas in the home page, login of type 4, tags in the documented order. */
  router: {
    ...common,
    family: 'C',
    login: 'type4',
    deviceName: 'B525s-23a',
    softwareVersion: '11.189.63.00.74(B525)',
    loginTokens: 0,
    rejectOrder: true,
    emptyMessages: 'selfClosing',
    failedTo: 'sent',
  },
  /** E3372h-320, B535 and the like: 64-character token, SCRAM, the strictest parser. */
  scram: {
    ...common,
    family: 'D',
    login: 'scram',
    deviceName: 'E3372-320',
    softwareVersion: '10.0.3.1(H192SP2C983)',
    loginTokens: 0,
    rejectWhitespace: true,
    rejectOrder: true,
    unknownPath: 'redirect',
    answerInLines: false,
    contentType: 'text/xml; charset=UTF-8',
    emptyMessages: 'missing',
    failedTo: 'sent',
  },
} satisfies Record<string, Traits>;

export type ProfileName = keyof typeof profileTable;
export const profiles: Record<ProfileName, Traits> = profileTable;
export const profileNames = Object.keys(profileTable) as ProfileName[];
