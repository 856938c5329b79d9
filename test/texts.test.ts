import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { administrator } from '../src/domain/viewer.ts';
import { json } from '../src/http/fixtures.ts';
import type { TextJson } from '../src/http/schemas/text.ts';
import { type HilinkSimulator, startHilinkSimulator } from '../src/simulators/hilink/simulator.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulators/twilio.ts';
import { readEvents } from '../src/store/events.ts';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import { until } from './helpers/twilio-hub.ts';

const account = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'for-tests-only' };
const phone = '+15550100003';

interface Answer extends TextJson {
  code?: string;
  detail?: string;
}

function configuration(twilio: TwilioSimulator, stick: HilinkSimulator): string {
  const source = `kind: twilio, accountSid: ${account.accountSid}, authToken: ${account.authToken}, apiBaseUrl: "${twilio.url}"`;
  return `
defaultRegion: US
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines:
  - { id: office, number: "+15550100002", owner: ann, unmatched: [] }
  - { id: burner, number: "+15550100001", owner: ann, unmatched: [], sending: { everySeconds: 0.2 } }
  - { id: poor, number: "+15550100007", owner: ann, unmatched: [], sending: { perDay: 1 } }
  - { id: thrifty, number: "+15550100009", owner: ann, unmatched: [], sending: { perDay: 1 } }
  - { id: deaf, number: "+15550100008", owner: ann, unmatched: [] }
sources:
  - { id: twilio, line: office, ${source} }
  - { id: stick, kind: hilink, line: burner, url: "${stick.url}", password: admin, pollSeconds: 5 }
  - { id: poor, line: poor, ${source} }
  - { id: thrifty, line: thrifty, ${source} }
`;
}

describe('texts by the API', () => {
  let twilio: TwilioSimulator;
  let stick: HilinkSimulator;
  let served: ServedHub;

  before(async () => {
    twilio = await startTwilioSimulator(account);
    stick = await startHilinkSimulator({ sendMs: 50 });
    served = await serveHub(configuration(twilio, stick));
  });
  after(async () => {
    await served.close();
    await Promise.all([twilio.close(), stick.close()]);
  });

  async function post(wish: object, path = '/texts'): Promise<{ status: number; text: Answer }> {
    const response = await served.api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    return { status: response.status, text: (await response.json()) as Answer };
  }

  async function stateOf(id: string): Promise<string> {
    return ((await (await served.api(`/texts/${id}`)).json()) as TextJson).state;
  }

  async function ended(id: string): Promise<TextJson> {
    for (let look = 0; look < 1_000; look++) {
      const text = (await (await served.api(`/texts/${id}`)).json()) as TextJson;
      if (text.state !== 'queued' && text.state !== 'sending') return text;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the text did not settle within 10 s');
  }

  it('takes a text, sends it by the line and tells how it went', async () => {
    const { status, text } = await post({ line: 'office', to: '(555) 010-0003', text: 'Ding' });
    assert.equal(status, 202);
    assert.equal(text.state, 'queued');
    assert.equal(text.to, phone);
    assert.equal(text.from, '+15550100002');
    assert.equal(text.segments, 1);
    const sent = await ended(text.id);
    assert.equal(sent.state, 'sent');
    assert.match(sent.receipt ?? '', /^SM/);
    assert.equal(twilio.sent().at(-1)?.body, 'Ding');
    const { events } = await readEvents(served.hub.api.database, administrator, null, 100);
    const states = events
      .filter(({ kind, data }) => kind === 'text' && data.textId === text.id)
      .map(({ data }) => data.state);
    assert.deepEqual(states, ['queued', 'sending', 'sent']);
  });

  it('keeps the words sealed', async () => {
    const rows = await served.hub.api.database.read.selectFrom('texts').select('text').execute();
    for (const { text } of rows) assert.doesNotMatch(text ?? '', /Ding/);
  });

  it('sends by a stick as well, at the pace of the line', async () => {
    const taken = await Promise.all(['1', '2', '3'].map((words) => post({ line: 'burner', to: phone, text: words })));
    for (const { text } of taken) assert.equal((await ended(text.id)).state, 'sent');
    assert.deepEqual(new Set(stick.state().sent.map(({ content }) => content)), new Set(['1', '2', '3']));
    const times = await served.hub.api.database.read
      .selectFrom('texts')
      .select('sent_at')
      .where('line_id', '=', 'burner')
      .execute();
    assert.equal(new Set(times.map((row) => row.sent_at)).size, 3);
  });

  it('lets a text that is leaving end before its source is opened anew', async () => {
    const slow = await startHilinkSimulator({ sendMs: 1_000 });
    try {
      const put = (source: object) =>
        served.api('/configuration/sources/slow', { method: 'PUT', headers: json, body: JSON.stringify(source) });
      const source = { kind: 'hilink', line: 'deaf', url: slow.url, password: 'admin' };
      assert.equal((await put(source)).status, 200);
      const { text } = await post({ line: 'deaf', to: phone, text: 'On its way' });
      await until(async () => ((await stateOf(text.id)) === 'sending' ? true : undefined));
      assert.equal((await put({ ...source, pollSeconds: 7 })).status, 200);
      assert.equal((await ended(text.id)).state, 'sent');
    } finally {
      await served.api('/configuration/sources/slow', { method: 'DELETE' });
      await slow.close();
    }
  });

  it('falls back on the next line where the first one surely cannot send', async () => {
    const { text } = await post({ line: ['deaf', 'office'], to: phone, text: 'By another line' });
    const sent = await ended(text.id);
    assert.equal(sent.state, 'sent');
    assert.equal(sent.line, 'office');
  });

  for (const [what, wish, code, words] of [
    ['no number', { to: 'nobody' }, 'invalid-request', /not a phone number/],
    ['a short code', { to: '12345' }, 'invalid-request', /short code/],
    ['one of our own numbers', { to: '+15550100001' }, 'invalid-request', /own lines/],
    ['a premium-rate number', { to: '+19005550100' }, 'invalid-request', /premium-rate/],
    ['nothing but spaces', { text: '  ' }, 'invalid-request', /no words/],
    ['an unknown line', { line: 'nowhere' }, 'not-found', /no line "nowhere"/],
    ['a line that cannot send', { line: 'deaf' }, 'conflict', /no source that can send/],
  ] as const) {
    it(`refuses ${what}, in one line`, async () => {
      const { text } = await post({ line: 'office', to: phone, text: 'Ding', ...wish });
      assert.equal(text.code, code);
      assert.match(text.detail ?? '', words);
      assert.doesNotMatch(text.detail ?? '', /\n|nobody|12345/);
    });
  }

  it('sends once for one key, and refuses it for another text', async () => {
    const count = twilio.sent().length;
    const wish = { line: 'office', to: phone, text: 'Only once', idempotencyKey: 'ring-1' };
    const answers = await Promise.all([post(wish), post(wish), post(wish)]);
    assert.equal(new Set(answers.map(({ text }) => text.id)).size, 1);
    await ended(answers[0]?.text.id ?? '');
    assert.equal(twilio.sent().length, count + 1);
    assert.equal((await post({ ...wish, text: 'Another' })).text.code, 'conflict');
  });

  it('sends no more than the line may per day, also after a restart', async () => {
    const wish = { line: 'poor', to: phone, text: 'The only one', idempotencyKey: 'the-last' };
    const { text } = await post(wish);
    assert.equal((await ended(text.id)).state, 'sent');
    await served.restart();
    assert.equal((await post(wish)).text.id, text.id, 'asked again it is no text more');
    const { status, text: refused } = await post({ line: 'poor', to: phone, text: 'One too many' });
    assert.equal(status, 429);
    assert.match(refused.detail ?? '', /used up/);
  });

  it('gives back what a refused text took from the cap', async () => {
    const { text } = await post({ line: 'thrifty', to: '+15005550001', text: 'To nobody' });
    const failed = await ended(text.id);
    assert.equal(failed.state, 'failed');
    assert.match(failed.reason ?? '', /not a phone number/);
    assert.equal(failed.errorCode, 21211);
    const next = await post({ line: 'thrifty', to: phone, text: 'The only one of today' });
    assert.equal((await ended(next.text.id)).state, 'sent');
    assert.equal((await post({ line: 'thrifty', to: phone, text: 'One too many' })).status, 429);
  });

  it('is unknown without an answer, and not sent again blindly', async () => {
    const count = twilio.sent().length;
    twilio.failNext({ instead: 'drop', workDone: true });
    const { text } = await post({ line: 'office', to: phone, text: 'Did it leave?' });
    assert.equal((await ended(text.id)).state, 'unknown');
    assert.equal(twilio.sent().length, count + 1);
  });

  it('takes back what waits, and nothing else', async () => {
    const many = await Promise.all(
      Array.from({ length: 4 }, (_, index) => post({ line: 'burner', to: phone, text: `Late ${index}` })),
    );
    const last = many.at(-1)?.text.id ?? '';
    const canceled = await post({}, `/texts/${last}/cancel`);
    assert.equal(canceled.status, 200);
    assert.equal(canceled.text.state, 'canceled');
    for (const { text } of many.slice(0, -1)) assert.equal((await ended(text.id)).state, 'sent');
    assert.equal((await post({}, `/texts/${last}/cancel`)).text.code, 'conflict');
    assert.ok(!stick.state().sent.some(({ content }) => content === 'Late 3'));
  });

  it('lists texts, newest first', async () => {
    const page = (await (await served.api('/texts?limit=2&state=sent')).json()) as { texts: TextJson[]; next: string };
    assert.equal(page.texts.length, 2);
    assert.ok((page.texts[0]?.id ?? '') > (page.texts[1]?.id ?? ''));
    assert.equal(page.next, page.texts[1]?.id);
  });
});

test('keypigeon send waits for the outcome, and says it', async (t) => {
  const twilio = await startTwilioSimulator(account);
  const stick = await startHilinkSimulator({ sendMs: 50 });
  t.after(() => Promise.all([twilio.close(), stick.close()]));
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'keypigeon.yaml'), configuration(twilio, stick));
  const env = { KEYPIGEON_DATA: folder };
  const hub = startProgram(t, ['serve'], { env });
  await hub.says(/listens on/i);
  const send = (args: string[], input?: string) =>
    runProgram(t, ['send', ...args], { env, ...(input === undefined ? {} : { input }) });

  const plain = await send(['--line', 'office', phone, 'Ding']);
  assert.match(plain.stdout, /^[0-9a-f-]{36} by office was sent\n$/);
  assert.equal(plain.code, 0);
  const piped = await send(['--line', 'deaf', '--line', 'office', '--json', phone, '-'], 'From standard input\n');
  assert.equal((JSON.parse(piped.stdout) as TextJson).state, 'sent');
  assert.equal(twilio.sent().at(-1)?.body, 'From standard input');
  const taken = await send(['--line', 'office', '--no-wait', phone, 'Later']);
  assert.equal(taken.code, 0);
  const refused = await send(['--line', 'office', '+15550100001', 'Ding']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /own lines/);
  assert.equal((await send([phone, 'Ding'])).code, 2);
});
