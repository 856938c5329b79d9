import { encodeCesu8 } from '../../src/support/cesu8.ts';
import { escapeXml } from '../../src/support/xml.ts';
import type { Random } from './random.ts';

/** Stand in the answers at right and wrong places; no error may show them. A code of six digits could be an error's. */
export const secrets = { number: '15550100003', code: '4242424' } as const;

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Uint8Array;
}

type Fields = Record<string, readonly string[]>;

const bits = ['0', '1'];
const counts = ['0', '1', '3', '48', '50', '500'];
const names = ['', 'E3372', 'Example Net', 'Příklad'];
const tokens = ['', 'a'.repeat(32), 'b'.repeat(64), 'SessionID=c', `x\r\ny`, 'é'];

/** What the calls answer, element by element, with the usual values. */
const calls: Record<string, Fields> = {
  'sms/sms-count': Object.fromEntries(
    ['LocalUnread', 'LocalInbox', 'LocalOutbox', 'LocalDraft', 'LocalDeleted', 'LocalMax'].map((name) => [
      name,
      counts,
    ]),
  ),
  'monitoring/check-notifications': { UnreadMessage: counts, SmsStorageFull: bits },
  'monitoring/status': {
    SimStatus: ['0', '1', '2', '4', '255'],
    ServiceStatus: ['0', '1', '2', '3'],
    RoamingStatus: bits,
    SignalIcon: ['0', '3'],
    maxsignal: ['5', ''],
  },
  'device/information': {
    DeviceName: names,
    SerialNumber: ['', 'SN1'],
    Imei: ['', '490154203237518'],
    Imsi: ['001010123456789', ''],
    Iccid: ['8900100000000000017', '890010000000000001f'],
    Msisdn: ['', '+15550100001'],
    SoftwareVersion: names,
  },
  'device/basic_information': { devicename: names, SoftwareVersion: names },
  'device/signal': { rssi: ['-71dBm', '>=-51dBm', ''], rscp: [''], rsrp: ['-97dBm', '-1e9', `-${'9'.repeat(400)}`] },
  'net/current-plmn': { FullName: names, ShortName: names, Numeric: ['00101'] },
  'pin/status': { SimState: ['255', '256', '257', '260', '261'] },
  'user/state-login': {
    State: ['0', '-1'],
    password_type: ['0', '3', '4'],
    extern_password_type: bits,
    lockstatus: bits,
    remainwaittime: ['0', '5'],
  },
  'user/hilink_login': { hilink_login: bits },
  'user/challenge_login': { salt: ['', 'ab12', 'zz'], servernonce: tokens, iterations: ['1', '100', 'x'] },
  'webserver/token': { token: tokens },
  'webserver/SesTokInfo': { TokInfo: tokens, SesInfo: tokens },
  'sms/send-status': { Phone: ['', '15550100009'], SucPhone: ['', '+15550100009'], FailPhone: ['', '15550100009'] },
};

const lists = ['sms/sms-list', 'sms/sms-list-contact', 'sms/sms-list-phone'];

/** All that is read, by path. */
export const paths: readonly string[] = [...Object.keys(calls), ...lists];

/** What a well-behaved device answers at `path`; values of the wrong kind now and then. */
export function makeBody(random: Random, path: string): Uint8Array {
  if (path === '/') return Buffer.from(homePage(random));
  if (lists.includes(path)) return listOf(Array.from({ length: random.below(4) }, () => someRow(random)));
  const fields = calls[path];
  if (fields === undefined) return Buffer.from(random.pick(['<response>OK</response>', '<response/>']));
  const children = Object.entries(fields).map(([name, values]) => {
    const value = random.chance(0.15) ? random.pick(wrong) : random.pick(values);
    return `<${name}>${random.chance(0.1) ? value : escapeXml(value)}</${name}>`;
  });
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\r\n<response>\r\n${children.join('\r\n')}</response>`);
}

function homePage(random: Random): string {
  const metas = Array.from(
    { length: random.below(3) },
    () => `<meta name="csrf_token" content="${random.pick(tokens)}">`,
  );
  return `<!DOCTYPE html><html><head>${metas.join('\n')}</head></html>`;
}

/** Each row is the elements of one `<Message>`, written already. */
export function listOf(rows: readonly Uint8Array[]): Uint8Array {
  const messages = rows.flatMap((row) => [Buffer.from('<Message>'), row, Buffer.from('</Message>\r\n')]);
  const head = `<?xml version="1.0" encoding="UTF-8"?><response><Count>${rows.length}</Count><Messages>`;
  return Buffer.concat([Buffer.from(head), ...messages, Buffer.from('</Messages></response>')]);
}

function someRow(random: Random): Uint8Array {
  const value = (usual: readonly string[]) => escapeXml(random.pick(random.chance(0.1) ? wrong : usual));
  return encodeCesu8(
    [
      `<Smstat>${value(bits)}</Smstat><Index>${value(['40000', '40001', '-1', '7'])}</Index>`,
      `<Phone>${value([`+${secrets.number}`, 'Example'])}</Phone><Date>${value(['2026-01-02 03:04:05', ''])}</Date>`,
      `<Content>${value([`Your code is ${secrets.code}`, '😀 ж'])}</Content><SmsType>${value(['1', '2', '7'])}</SmsType>`,
      random.chance(0.2) ? `<curbox>${value(bits)}</curbox>` : '',
    ].join(''),
  );
}

const wrong = [
  ...['', ' ', '-1', '1e9', '0x10', 'NaN', 'true', ' 1 ', '１', '9'.repeat(15), '9'.repeat(40), `-${'9'.repeat(15)}`],
  ...[secrets.number, `+${secrets.number}`, secrets.code, `-${secrets.code}`, `code ${secrets.code}`, '<a>1</a>', '\n'],
];

/** What takes the place of an answer: errors, pages, other formats, nothing. */
const elsewhere: ((random: Random) => string | Uint8Array)[] = [
  (random) =>
    `<error><code>${random.pick(random.chance(0.3) ? wrong : errorCodes)}</code><message>${secrets.code}</message><count>${random.pick(wrong)}</count></error>`,
  (random) => `<ERROR><Code>${random.pick(errorCodes)}</Code></ERROR>`,
  (random) =>
    `${random.pick(['', '\r\n', '\ufeff'])}<!DOCTYPE html><html><meta name="csrf_token" content="${random.pick(tokens)}"><p>${secrets.code}`,
  () => `{"code": ${secrets.code}}`,
  () => '',
  () => '<config><login>1</login></config>',
  (random) => random.octets(random.below(80)),
];
const errorCodes = [
  ...['-1', '100001', '100002', '100003', '100004', '100005', '100006', '101001', '108001', '108003', '108006'],
  ...['108007', '113018', '113053', '115002', '125001', '125002', '125003', '999999'],
];

/** What is put in where it does not belong. */
const pieces: (string | number[])[] = [
  ...['<', '>', '/', '&', '"', "'", '</', '/>', '<a', '<a b="', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<!'],
  ...[
    '&#x110000;',
    '&#0;',
    '&#55357;',
    '&#xDE00;',
    '&amp;lt;',
    '&nope;',
    '&#9999999;',
    '<!ENTITY a "b">',
    '</response>',
  ],
  ...['<__proto__>', '</__proto__>', '<constructor>1</constructor>', '<toString/>', '<Messages><Message>', '<html>'],
  ...['<meta name="csrf_token" content="a">', '<meta ', '<error><code>', secrets.number, secrets.code],
  ...[[0], [0x0b], [0xff, 0xfe], [0xed, 0xa0, 0xbd], [0xed, 0xb8, 0x80], [0xed], [0xef, 0xbb, 0xbf], [0xf0, 0x9f]],
];

/** The bytes with some changed, left out, put in, repeated, nested, or cut off. */
export function damage(random: Random, body: Uint8Array): Uint8Array {
  let bytes = Buffer.from(body);
  for (let change = random.below(4); change >= 0; change -= 1) {
    const at = random.below(bytes.length + 1);
    const put = random.chance(0.6) ? onePiece(random) : Buffer.from(random.octets(random.below(3)));
    const gone = random.chance(0.8) ? random.below(4) : random.below(bytes.length + 1);
    bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]);
  }
  if (random.chance(0.1)) bytes = bytes.subarray(0, random.below(bytes.length + 1));
  if (random.chance(0.05)) return nested(random, bytes);
  return bytes;
}

function onePiece(random: Random): Buffer {
  const piece = random.pick(pieces);
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece);
  // What costs the square of its length shows.
  const times = random.chance(0.02) ? 20_000 : 1;
  return times === 1 ? bytes : Buffer.concat(Array.from({ length: times }, () => bytes));
}

function nested(random: Random, bytes: Buffer): Buffer {
  const depth = random.pick([1, 30, 64, 70, 3000]);
  return Buffer.concat([Buffer.from('<a>'.repeat(depth)), bytes, Buffer.from('</a>'.repeat(depth))]);
}

/** An answer as it may come at `path`: mostly in order, else damaged or something else altogether. */
export function makeAnswer(random: Random, path: string): Answer {
  const usual = makeBody(random, path);
  const kind = random.pick(['usual', 'usual', 'usual', 'damaged', 'elsewhere'] as const);
  const other = kind === 'elsewhere' ? random.pick(elsewhere)(random) : '';
  const body = kind === 'usual' ? usual : kind === 'damaged' ? damage(random, usual) : Buffer.from(other);
  const status = random.chance(0.9) ? 200 : random.pick([204, 301, 302, 404, 405, 500, 503]);
  return { status, headers: makeHeaders(random), body };
}

function makeHeaders(random: Random): Answer['headers'] {
  const headers: Answer['headers'] = {};
  if (random.chance(0.3)) headers.__requestverificationtoken = random.pick(tokens);
  if (random.chance(0.1)) headers.__requestverificationtokenone = [random.pick(tokens), 'second'];
  if (random.chance(0.2)) headers['set-cookie'] = [random.pick(['', 'SessionID=a; path=/', '=', '__proto__=1'])];
  if (random.chance(0.2)) headers.location = random.pick(places);
  return headers;
}

const places = [
  '/',
  '/html/home.html',
  'https://192.168.8.1/',
  'foo://192.168.8.1/',
  'file://192.168.8.1/x',
  '//',
  'http://[',
  'http://203.0.113.9/',
];
