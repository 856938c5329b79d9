import assert from 'node:assert/strict';
import { validateHeaderValue } from 'node:http';
import {
  PermanentDeliveryError,
  TemporaryDeliveryError,
  UnknownOutcomeError,
} from '../../src/domain/delivery-errors.ts';
import { readAnswer } from '../../src/sources/hilink/answer.ts';
import { HilinkClient } from '../../src/sources/hilink/client.ts';
import { CountReader, readCounts } from '../../src/sources/hilink/counts.ts';
import { describeStick } from '../../src/sources/hilink/describe.ts';
import { readIdentity, readSimTrouble } from '../../src/sources/hilink/device.ts';
import {
  DeviceError,
  LoginRefusedError,
  UnreachableError,
  UnreadableAnswerError,
} from '../../src/sources/hilink/errors.ts';
import { BoxReader, boxes } from '../../src/sources/hilink/list.ts';
import { byDate, isText, mayGrow, type Row, readRows } from '../../src/sources/hilink/rows.ts';
import { createHilinkSender } from '../../src/sources/hilink/send.ts';
import { StatusReader } from '../../src/sources/hilink/status.ts';
import { isRoomShort } from '../../src/sources/hilink/storage.ts';
import { describeTrouble } from '../../src/sources/hilink/trouble.ts';
import { encodeCesu8 } from '../../src/support/cesu8.ts';
import type { Clock } from '../../src/support/clock.ts';
import { silentLogger } from '../../src/support/logger.ts';
import { type HttpResponse, type Request, RequestNotSentError } from '../../src/support/request.ts';
import type { XmlElement } from '../../src/support/xml.ts';
import { type Answer, damage, listOf, makeAnswer, makeBody, paths, secrets } from './hilink-answers.ts';
import type { Random } from './random.ts';

const url = 'http://192.168.8.1';
/** One page of a list that repeats itself, of each box, and the way there take less. */
const mostRequests = 1_000;
const deviceErrors = [DeviceError, UnreachableError, UnreadableAnswerError, LoginRefusedError];
const deliveryErrors = [PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError];
const ownNames = Object.getOwnPropertyNames(Object.prototype).length;

/** Whatever a device answers is read as something sane or refused by an error of our own; what was written is read. */
export async function fuzzHilink(random: Random): Promise<void> {
  if (random.chance(0.1)) await device(random);
  else random.pick([written, answered, damaged, damaged])(random);
  assert.equal(Object.getOwnPropertyNames(Object.prototype).length, ownNames, 'every object has got a property');
}

function written(random: Random): void {
  const given = Array.from({ length: random.below(4) }, () => {
    const text = Array.from({ length: random.below(40) }, () => random.pick(characters)).join('');
    return {
      index: String(random.below(100_000)),
      phone: random.pick(['', 'Example', '+15550100004', 'R&D <1>']),
      text,
    };
  });
  const body = listOf(
    given.map(({ index, phone, text }) => {
      const elements = `<Index>${index}</Index><Phone>${writtenOut(random, phone)}</Phone><Content>${writtenOut(random, text)}</Content>`;
      return random.chance(0.5) ? encodeCesu8(elements) : Buffer.from(elements, 'utf8');
    }),
  );
  const rows = readRows(readAnswer('sms/sms-list', response({ status: 200, headers: {}, body })), (value) => value);
  assert.deepEqual(
    rows.map(({ index, phone, content }) => ({ index, phone, text: content })),
    given.map(({ text, ...rest }) => ({ ...rest, text: text.toWellFormed().replace(forbidden, ' ') })),
  );
}

const characters = [
  ...'aZ09 @£é\n\t<>&"\'];#x',
  '\u0001',
  '\u001f',
  '\u007f',
  'ж',
  '字',
  '😀',
  '🇨🇿',
  '\ud83d',
  '\ude00',
  '&amp;',
];
/** Control characters that XML 1.0 §2.2 does not allow. */
const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f]/g;

/** Each character in one of the ways in which devices write it. */
function writtenOut(random: Random, text: string): string {
  return Array.from(text.toWellFormed(), (character) => {
    const code = character.codePointAt(0) ?? 0;
    const ways = [`&#${code};`, `&#x${code.toString(16)};`, `<![CDATA[${character}]]>`];
    if (code > 0xffff) ways.push(`&#${character.charCodeAt(0)};&#x${character.charCodeAt(1).toString(16)};`);
    if (random.chance(0.3)) return random.pick(ways);
    return named[character] ?? character;
  }).join('');
}

const named: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' };

function answered(random: Random): void {
  const path = random.pick(paths);
  tryReading(path, makeAnswer(random, path));
}

function damaged(random: Random): void {
  const path = random.pick(paths);
  tryReading(path, { status: 200, headers: {}, body: damage(random, makeBody(random, path)) });
}

function tryReading(path: string, answer: Answer): void {
  let root: XmlElement;
  try {
    root = readAnswer(path, response(answer));
  } catch (error) {
    checkError(error, [DeviceError, UnreadableAnswerError]);
    return;
  }
  checkRows(readRows(root, (value) => value));
  const counts = readCounts(root);
  const { full: _, ...numbers } = counts;
  for (const number of Object.values(numbers)) assert.ok(Number.isSafeInteger(number) && number >= 0, String(number));
  isRoomShort(counts, 80);
}

function checkRows(rows: Row[]): void {
  for (const row of rows.toSorted(byDate)) {
    assert.match(row.index, /^-?\d{1,10}$/);
    assert.ok([row.content, row.phone, row.date].every((text) => text.isWellFormed()));
    assert.ok(Number.isSafeInteger(row.state) && Number.isSafeInteger(row.type));
    if (isText(row)) mayGrow(row);
  }
}

/** One of these kinds, and what people are told of it is one line without texts and numbers. */
function checkError(error: unknown, kinds: readonly (new (...given: never[]) => Error)[]): void {
  if (!(error instanceof Error) || !kinds.some((kind) => error instanceof kind)) throw error;
  checkWords(error.message);
  checkWords(describeTrouble(error, 'the stick'));
}

function checkWords(words: string): void {
  assert.match(words, /^[ -~]{10,400}$/, 'one line for people');
  for (const secret of Object.values(secrets)) assert.ok(!words.includes(secret), 'an error shows what came');
}

/** A device that answers each call as it likes, through the whole client. */
async function device(random: Random): Promise<void> {
  const request = someDevice(random);
  const clock = hastyClock();
  const password = random.chance(0.5) ? 'secret' : undefined;
  const octets = (length: number) => random.octets(length);
  const described = await describeStick(url, password, { request, clock, random: octets });
  for (const { text } of described.findings) checkWords(text);
  for (const fact of [described.name, described.softwareVersion, described.network, described.signal]) checkFact(fact);
  const client = new HilinkClient({
    ...{ request, clock, random: octets, log: silentLogger },
    credentials: { username: 'admin', password },
    locate: async () => url,
    goesOnWithoutLogin: random.chance(0.5),
  });
  for (const work of uses(client, clock)) {
    try {
      await work();
    } catch (error) {
      checkError(error, [...deviceErrors, ...deliveryErrors]);
    }
  }
  await client.close();
}

/** All that the source does with the answers. */
function uses(client: HilinkClient, clock: Clock): (() => Promise<unknown>)[] {
  const reader = new BoxReader(client, (value) => value);
  const counts = new CountReader(client);
  const sender = createHilinkSender({ client, reader, clock });
  const text = { to: '+15550100009', text: 'Hello' };
  return [
    () => counts.read(),
    () => readIdentity(client, (value) => value),
    async () => checkWords((await readSimTrouble(client)) ?? 'nothing is wrong'),
    () => readBox(reader, boxes.localInbox),
    () => readBox(reader, boxes.simInbox),
    () => readStatus(client, clock),
    () => sender.send(text, new AbortController().signal),
    () => sender.find(text, 0, new AbortController().signal),
    () => counts.read(),
  ];
}

async function readBox(reader: BoxReader, box: number): Promise<void> {
  const keys: string[] = [];
  for await (const page of reader.pages(box)) {
    checkRows(page);
    keys.push(...page.map(({ key }) => key));
  }
  // By conversation the same text may come once more.
  if (box === boxes.simInbox) assert.equal(new Set(keys).size, keys.length, 'a row came twice');
}

async function readStatus(client: HilinkClient, clock: Clock): Promise<void> {
  const reader = new StatusReader(client, () => undefined);
  while (await reader.step(clock.now()));
  const { signalDbm, operator, imsi, iccid, imei, ownNumber } = reader.status;
  assert.ok(signalDbm === null || (Number.isInteger(signalDbm) && signalDbm < 0 && signalDbm >= -200));
  for (const fact of [operator, imsi, iccid, imei, ownNumber]) checkFact(fact);
}

function checkFact(fact: string | null): void {
  assert.ok(fact === null || /^[^\p{Cc}]{1,100}$/u.test(fact), 'a fact is a few words in one line');
}

function someDevice(random: Random): Request {
  const answers = new Map<string, Answer>();
  let requests = 0;
  return async (given, { headers = {} } = {}) => {
    requests += 1;
    assert.ok(requests <= mostRequests, 'it does not come to an end');
    for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
    if (random.chance(0.02)) throw random.pick([new RequestNotSentError(new Error('off')), new Error('reset')]);
    const path = new URL(given).pathname.replace(/^\/api\//, '');
    const known = random.chance(0.9) ? answers.get(path) : undefined;
    const answer = known ?? makeAnswer(random, path);
    answers.set(path, answer);
    return response(answer);
  };
}

function response({ status, headers, body }: Answer): HttpResponse {
  return { status, headers, body, text: () => Buffer.from(body).toString('utf8') };
}

/** Every wait is over as soon as nothing else is to be done. */
function hastyClock(): Clock {
  let now = Date.UTC(2026, 0, 2);
  return {
    now: () => now,
    after(ms, run) {
      const timer = setImmediate(() => {
        now += ms;
        run();
      });
      return { cancel: () => clearImmediate(timer) };
    },
  };
}
