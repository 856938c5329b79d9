import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectAsync } from 'mqtt';
import { startEmbeddedBroker } from '../src/destinations/embedded-broker.ts';
import { startHilinkSimulator } from '../src/simulators/hilink/simulator.ts';
import { silentLogger } from '../src/support/logger.ts';
import { signWebhook } from '../src/support/standard-webhooks.ts';
import { startProgram, temporaryFolder } from './helpers/command-line.ts';
import { freePort } from './helpers/databases.ts';

const accountSid = `AC${'6'.repeat(32)}`;
const authToken = 'for-tests-only';
const publicUrl = 'https://hub.example.org';
const key = Buffer.alloc(32, 6);
const environment = {
  TWILIO_AUTH_TOKEN: authToken,
  HOOK_SECRET: `whsec_${key.toString('base64')}`,
  BROKER_PASSWORD: 'for-tests-only',
};
const sender = '+447700900123';

interface Spoiler {
  url: string;
  /** What is answered in place of the device; null: its own answer. */
  answer: string | null;
  /** Requests that were answered so. */
  spoilt: number;
  close(): void;
}

/** Stands before a server and can answer in its place. */
async function startSpoiler(target: string): Promise<Spoiler> {
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (spoiler.answer !== null) {
      spoiler.spoilt += 1;
      return void response.end(spoiler.answer);
    }
    const { method = 'GET', url = '/', headers } = request;
    const onward = httpRequest(target + url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const spoiler: Spoiler = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: null,
    spoilt: 0,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return spoiler;
}

/** Twilio's list of messages: empty, or as the spoiler says. */
async function startTwilioList() {
  const server = createServer((_request, response) => void response.end('{"messages":[],"next_page_uri":null}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

interface StoredMessage {
  text: string | null;
}

test('bad input to the running program', async (t) => {
  const stick = await startHilinkSimulator({ port: 0 });
  const spoiler = await startSpoiler(stick.url);
  const list = await startTwilioList();
  const brokerPort = await freePort();
  t.after(async () => {
    spoiler.close();
    list.close();
    await stick.close();
  });
  const yaml = `
publicUrl: ${publicUrl}
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, owner: ann }, { id: office, number: "+15550100002", owner: ann }]
sources:
  - { id: stick, kind: hilink, line: burner, url: "${spoiler.url}", pollSeconds: 0.2 }
  - { id: twilio, kind: twilio, line: office, accountSid: ${accountSid}, authToken: "\${TWILIO_AUTH_TOKEN}", apiBaseUrl: "${list.url}" }
  - { id: phone, kind: webhook, line: burner, secret: "\${HOOK_SECRET}" }
destinations:
  - { id: desk, kind: mqtt, owner: ann, url: "mqtt://127.0.0.1:${brokerPort}", username: keypigeon, password: "\${BROKER_PASSWORD}", topic: codes, format: text }
`;
  const folder = await temporaryFolder(t);
  const file = join(folder, 'keypigeon.yaml');
  await writeFile(file, yaml);
  const hub = startProgram(t, ['serve'], { env: { ...environment, KEYPIGEON_DATA: folder } });
  const [, token = ''] = await hub.says(/keep it safe: (kp_\S+)\n/);
  const [, url = ''] = await hub.says(/listens on (http:\/\/\S+)\n/);

  const api = async (path: string): Promise<Record<string, unknown[]>> => {
    const answer = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200, path);
    return (await answer.json()) as Record<string, unknown[]>;
  };
  const texts = async () =>
    ((await api('/messages?limit=200')).messages as StoredMessage[]).map((message) => message.text);
  const health = async (role: 'sources' | 'destinations', id: string) => {
    const all = (await api(`/${role}`))[role] as { id: string; health: { state: string; detail: string } }[];
    return all.find((one) => one.id === id)?.health ?? { state: 'none', detail: '' };
  };
  const deliveries = async () => (await api('/deliveries?limit=200')).deliveries as { state: string }[];

  async function until(check: () => Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!(await check())) {
      if (Date.now() > deadline) assert.fail(`did not happen within 20 s: ${what}; ${hub.stderr()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  interface Answer {
    status: number;
    detail: string;
    outcome?: string;
  }

  async function post(path: string, body: string, headers: Record<string, string>): Promise<Answer> {
    const answer = await fetch(url + path, { method: 'POST', headers, body });
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') === true;
    assert.equal(isProblem, answer.status >= 400, 'every refusal is a problem');
    const words = await answer.text();
    const told = words.startsWith('{') ? (JSON.parse(words) as Partial<Answer>) : {};
    return { detail: '', ...told, status: answer.status };
  }

  function twilio(form: Record<string, string>, signedWith = authToken): Promise<Answer> {
    const pairs = Object.keys(form)
      .sort()
      .map((name) => name + form[name]);
    const signature = createHmac('sha1', signedWith).update(`${publicUrl}/hooks/twilio${pairs.join('')}`);
    return post('/hooks/twilio', new URLSearchParams(form).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature.digest('base64'),
    });
  }

  function phone(body: string, { id = body, ageSeconds = 0 } = {}): Promise<Answer> {
    const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
    return post('/hooks/phone', body, {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook({ id, timestamp, body }, [key]),
    });
  }

  const json = (text: string) => JSON.stringify({ sender, text });
  const form = (sid: string, text: string) => ({
    MessageSid: `SM${sid.repeat(32)}`,
    AccountSid: accountSid,
    From: sender,
    To: '+15550100002',
    Body: text,
  });

  await until(async () => (await health('sources', 'stick')).state === 'ok', 'the stick is read');

  await t.test('a broker that cannot be reached: one line, and what waits goes out when it is there', async () => {
    assert.equal((await phone(json('Your code is 100001'), { id: 'first' })).status, 200);
    await until(async () => (await health('destinations', 'desk')).state === 'failing', 'it is said');
    const { detail } = await health('destinations', 'desk');
    assert.equal(detail, `The broker 127.0.0.1:${brokerPort} cannot be reached (ECONNREFUSED); trying again`);
    const credentials = { username: 'keypigeon', password: environment.BROKER_PASSWORD };
    const broker = await startEmbeddedBroker({ listen: `127.0.0.1:${brokerPort}`, ...credentials, log: silentLogger });
    const arrived: string[] = [];
    const subscriber = await connectAsync(broker.url, credentials);
    subscriber.on('message', (_topic, payload) => arrived.push(payload.toString()));
    await subscriber.subscribeAsync('codes', { qos: 1 });
    await until(async () => arrived.includes('100001'), 'the code arrives');
    await until(async () => (await deliveries()).every((one) => one.state === 'sent'), 'and is known as sent');
    await subscriber.endAsync(true);
    await broker.close();
  });

  await t.test('a wrong signature: refused in one line that says what to do, and nothing is stored', async () => {
    const before = await texts();
    const forged = await twilio(form('1', 'Your code is 200001'), 'another-token');
    assert.equal(forged.status, 403);
    assert.match(forged.detail, /^X-Twilio-Signature does not match: authToken must be the account's, .*publicUrl.*$/);
    assert.match((await health('sources', 'twilio')).detail, /^The last webhook was refused: X-Twilio-Signature/);
    const headers = { 'content-type': 'application/json', 'webhook-id': 'x', 'webhook-signature': 'v1,eA==' };
    const now = String(Math.floor(Date.now() / 1000));
    const other = await post('/hooks/phone', json('Your code is 200002'), { ...headers, 'webhook-timestamp': now });
    assert.equal(other.status, 403);
    assert.match(other.detail, /^[^\n]*webhook-signature[^\n]*$/);
    assert.deepEqual(await texts(), before);
  });

  await t.test('a replay: taken once, and refused when it is old', async () => {
    const count = (await deliveries()).length;
    for (let time = 0; time < 3; time++) assert.equal((await twilio(form('2', 'Your code is 300001'))).status, 200);
    const first = await phone(json('Your code is 300002'), { id: 'replayed' });
    const second = await phone(json('Your code is 300002'), { id: 'replayed' });
    assert.deepEqual([first.outcome, second.outcome], ['new', 'known']);
    const old = await phone(json('Your code is 300003'), { id: 'old', ageSeconds: 301 });
    assert.equal(old.status, 403);
    assert.match(old.detail, /^[^\n]*webhook-timestamp[^\n]*$/);
    const stored = (await texts()).filter((text) => text?.includes('30000'));
    assert.deepEqual(stored.sort(), ['Your code is 300001', 'Your code is 300002']);
    assert.equal((await deliveries()).length, count + 2);
  });

  await t.test('a body of 1 MB: refused in one line, and the next text is taken', async () => {
    const large = await phone(json('x'.repeat(1024 * 1024)), { id: 'large' });
    assert.equal(large.status, 413);
    assert.equal(large.detail, 'Expected at most 65536 bytes.');
    assert.equal((await phone(json('Your code is 400001'), { id: 'small' })).status, 200);
  });

  await t.test('JSON of the wrong shape: refused by what was expected and where', async () => {
    const cases: [string, RegExp][] = [
      ['{"sender": "x", "text": "y"', /^The body is not JSON: expected an object such as /],
      ['[1]', /^Expected a JSON object such as /],
      ['null', /^Expected a JSON object such as /],
      ['{"text": "Your code is 500001"}', /^The sender is missing: expected it in "sender" or "from"$/],
      [`{"sender": "${sender}"}`, /^The text is missing: expected it in "text"/],
      [`{"sender": "${sender}", "text": {"a": 1}}`, /^The text is missing: expected it in "text"/],
    ];
    for (const [body, expected] of cases) {
      const answer = await phone(body, { id: `shape ${body.length}` });
      assert.equal(answer.status, 400, body);
      assert.match(answer.detail, expected);
    }
    const { Body: _body, From: _from, ...incomplete } = form('3', '');
    const answer = await twilio(incomplete as Record<string, string>);
    assert.equal(answer.status, 400);
    assert.match(answer.detail, /^Expected the parameter From, as Twilio sends/);
    const explained = await fetch(`${url}/api/v1/explanations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"line": 5, "text": "x"}',
    });
    assert.equal(explained.status, 400);
    assert.match(((await explained.json()) as Answer).detail, /^body line: expected string, received number\.$/);
  });

  for (const [what, answer, expected] of [
    ['broken XML', '<response><Count>1</Count><Messages>', /broken XML/],
    ['XML of another shape', '<response><Messages/></response>', /./],
    ['JSON', '{"messages": []}', /JSON/],
    ['nothing', '', /./],
  ] as const) {
    await t.test(`${what} from the stick: one line, and the text that came meanwhile is read afterwards`, async () => {
      const code = `Your code is 60000${what.length}`;
      spoiler.spoilt = 0;
      spoiler.answer = answer;
      stick.inject({ sender, text: code });
      await until(async () => spoiler.spoilt >= 2, 'the stick was asked');
      if (what !== 'XML of another shape')
        await until(async () => !/^Reading/.test((await health('sources', 'stick')).detail), 'it is said');
      const { detail } = await health('sources', 'stick');
      assert.match(detail, expected);
      assert.doesNotMatch(detail, /\n/);
      assert.equal((await phone(json(`${code}1`), { id: what })).status, 200, 'other sources go on');
      spoiler.answer = null;
      await until(
        async () => (await texts()).includes(code),
        `the text arrives; ${JSON.stringify(await health('sources', 'stick'))}`,
      );
      assert.equal((await texts()).filter((text) => text === code).length, 1);
    });
  }

  await t.test(
    'unknown keys in YAML: one line with place and name, and the hub goes on with what was good',
    async () => {
      await writeFile(file, `${yaml.replace('format: text', 'formt: text')}rotes: []\n`);
      await hub.says(
        /keypigeon\.yaml:\d+:\d+: destinations\[0\]\.formt: this setting is not known; did you mean format\?\n/,
      );
      await hub.says(/keypigeon\.yaml:\d+:\d+: rotes: this setting is not known; did you mean routes\?\n/);
      await hub.says(/keypigeon\.yaml: has problems, so nothing changed\n/);
      assert.equal((await phone(json('Your code is 700001'), { id: 'after' })).outcome, 'new');
    },
  );

  await t.test('after all of it every text that was taken is there', async () => {
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    const stored = await texts();
    for (const code of ['100001', '300001', '300002', '400001', '700001'])
      assert.equal(stored.filter((text) => text === `Your code is ${code}`).length, 1, code);
    assert.equal(hub.process.exitCode, null);
    assert.doesNotMatch(hub.stderr(), /"level":"error"|^\s+at /m, 'none of it is a fault of the hub');
  });
});
