import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import BetterSqlite3 from 'better-sqlite3';
import { connectAsync } from 'mqtt';
import { startEmbeddedBroker } from '../src/destinations/embedded-broker.ts';
import { startHilinkSimulator } from '../src/simulators/hilink/simulator.ts';
import { startSlackSimulator } from '../src/simulators/slack.ts';
import { startTwilioSimulator } from '../src/simulators/twilio.ts';
import { startWebhookReceiver } from '../src/simulators/webhook-receiver.ts';
import { silentLogger } from '../src/support/logger.ts';
import { startProgram, temporaryFolder } from './helpers/command-line.ts';

/** What must stand nowhere. Long enough not to turn up in an id by chance. */
const secret = {
  code: '48291375',
  text: 'It expires in 9 minutes',
  sender: '+447700900123',
  phone: '+15550100163',
  refusedPhone: '+15005550001',
  line: '+15550100161',
  office: '+15550100162',
  authToken: 'twilio-token-for-tests',
  pathSecret: 'hook-path-that-nobody-guesses',
  bearer: 'bearer-that-nobody-guesses',
  slackPath: 'slack-path-that-nobody-guesses',
  signingSecret: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
  brokerPassword: 'broker-password-for-tests',
  stickPassword: 'stick-password-for-tests',
};
const text = `Your Example code is ${secret.code}. ${secret.text}.`;
const accountSid = `AC${'4'.repeat(32)}`;
const publicUrl = 'https://hub.example.org';
const credentials = { username: 'keypigeon', password: secret.brokerPassword };

/** Answers with the status that its path names, else as a stick whose XML is broken; tells all that it was told. */
async function startTattler(t: TestContext): Promise<string> {
  const server = createServer(async (request, response) => {
    const told = `${request.url} ${request.headers.authorization} ${await buffer(request)} ${Object.values(secret).join(' ')}`;
    const status = Number(/\/(\d{3})(?:\/|$)/.exec(request.url ?? '')?.[1] ?? 200);
    if (status === noAnswer) return void request.socket.destroy();
    const headers = { 'x-told': encodeURIComponent(told), location: `/elsewhere?${encodeURIComponent(told)}` };
    const body =
      status === 200
        ? `<response><Content>${told}</Sender>`
        : JSON.stringify({ code: 99_999, message: told, more_info: told, status });
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startOthers(t: TestContext) {
  const stick = await startHilinkSimulator({ port: 0, login: 'scram', password: secret.stickPassword });
  const twilio = await startTwilioSimulator({ accountSid, authToken: secret.authToken });
  const slack = await startSlackSimulator();
  const receiver = await startWebhookReceiver({ secret: secret.signingSecret });
  const broker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
  t.after(() => Promise.all([stick, twilio, slack, receiver, broker].map((one) => one.close())));
  return { stick, twilio, slack, receiver, broker, tattler: await startTattler(t) };
}

type Others = Awaited<ReturnType<typeof startOthers>>;

/** Stands for a connection that is cut. */
const noAnswer = 999;
const slackStatuses = [302, 400, 403, 404, 410, 429, 500, noAnswer];
const hookStatuses = [301, 401, 404, 410, 503, noAnswer];
const apiStatuses = [400, 401, 404, 429, 500, noAnswer];

function configuration({ stick, twilio, slack, receiver, broker, tattler }: Others): string {
  const tattling = (prefix: string, statuses: number[], settings: (status: number) => string) =>
    statuses.map((status) => `  - { id: ${prefix}-${status}, ${settings(status)} }`).join('\n');
  const path = (status: number) => `${tattler}/${status}`;
  const mqtt = 'kind: mqtt, username: keypigeon, topic: codes';
  return `
publicUrl: ${publicUrl}
network: { allowHosts: [127.0.0.1] }
lines:
  - { id: burner, number: "${secret.line}" }
  - { id: office, number: "${secret.office}" }
${apiStatuses.map((status) => `  - { id: office-${status} }`).join('\n')}
sources:
  - { id: stick, kind: hilink, line: burner, url: "${stick.url}", pollSeconds: 0.2, password: "\${STICK_PASSWORD}" }
  - { id: broken-stick, kind: hilink, line: burner, url: "${tattler}", pollSeconds: 0.2 }
  - { id: phone, kind: webhook, line: burner, pathSecret: "\${PATH_SECRET}", bearer: "\${BEARER}" }
  - { id: twilio, kind: twilio, line: office, accountSid: ${accountSid}, authToken: "\${AUTH_TOKEN}", apiBaseUrl: "${twilio.url}" }
${tattling('twilio', apiStatuses, (status) => `kind: twilio, line: office-${status}, from: "${secret.office}", accountSid: ${accountSid}, authToken: "\${AUTH_TOKEN}", apiBaseUrl: "${path(status)}"`)}
destinations:
  - { id: desk, ${mqtt}, show: full, url: "${broker.url}", password: "\${BROKER_PASSWORD}", homeAssistant: { enabled: true } }
  - { id: desk-refused, ${mqtt}, show: full, url: "${broker.url}", password: "\${BEARER}" }
  - { id: desk-away, ${mqtt}, show: full, url: "mqtt://127.0.0.1:1" }
  - { id: team, kind: slack, show: full, webhookUrl: "${slack.webhookUrl}" }
${tattling('team', slackStatuses, (status) => `kind: slack, show: full, webhookUrl: "${path(status)}/\${SLACK_PATH}"`)}
  - { id: app, kind: webhook, show: full, url: "${receiver.url}/codes", secret: "\${SIGNING_SECRET}" }
${tattling('app', hookStatuses, (status) => `kind: webhook, show: full, url: "${path(status)}/\${PATH_SECRET}", secret: "\${SIGNING_SECRET}"`)}
  - { id: mobile, kind: sms, show: full, to: "${secret.phone}", via: office }
  - { id: mobile-refused, kind: sms, show: full, to: "${secret.refusedPhone}", via: office }
${tattling('mobile', apiStatuses, (status) => `kind: sms, show: full, to: "${secret.phone}", via: office-${status}`)}
`;
}

const environment = {
  STICK_PASSWORD: secret.stickPassword,
  PATH_SECRET: secret.pathSecret,
  BEARER: secret.bearer,
  AUTH_TOKEN: secret.authToken,
  BROKER_PASSWORD: secret.brokerPassword,
  SLACK_PATH: secret.slackPath,
  SIGNING_SECRET: secret.signingSecret,
};

test('no code, text, number, token or secret path leaves by logs, metrics, health, reasons, events or errors', async (t) => {
  const others = await startOthers(t);
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'keypigeon.yaml'), configuration(others));
  const env = { ...environment, KEYPIGEON_DATA: folder, KEYPIGEON_LOG_LEVEL: 'trace' };
  const hub = startProgram(t, ['serve'], { env });
  const [, token = ''] = await hub.says(/keep it safe: (kp_\S+)\n/);
  const [, url = ''] = await hub.says(/listens on (http:\/\/\S+)\n/);
  const told = new Map<string, string>();
  const get = async (path: string): Promise<string> => {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    assert.ok(answer.ok || path === '/readyz', `${path} ${answer.status}`);
    return await answer.text();
  };
  const read = async <Result>(path: string): Promise<Result> => {
    const answer = await get(path);
    told.set(path, answer);
    return JSON.parse(answer) as Result;
  };

  for (const [name, answer] of Object.entries(await callBadly(url, token))) told.set(name, answer);
  const refusedClient = connectAsync(others.broker.url, {
    username: 'keypigeon',
    password: 'wrong',
    reconnectPeriod: 0,
  });
  await assert.rejects(refusedClient);
  await bringTexts(others, url);
  const deliveries = await untilTried(() => get('/api/v1/deliveries?limit=200'));

  // What arrived, so that the silence means something.
  assert.match(JSON.stringify(others.slack.messages), new RegExp(secret.code));
  assert.match(JSON.stringify(others.receiver.calls), new RegExp(secret.code));
  assert.match(JSON.stringify(others.twilio.sent()), new RegExp(secret.code));
  const states = new Set(deliveries.map((one) => one.state));
  for (const state of ['sent', 'failed', 'unknown', 'pending']) assert.ok(states.has(state), [...states].join());

  const { destinations } = await read<{ destinations: { id: string }[] }>('/api/v1/destinations');
  for (const { id } of destinations) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/api/v1/destinations/${id}/test`, { method: 'POST', headers });
    told.set(`test of ${id}`, await answer.text());
  }
  for (const { id } of deliveries) await read(`/api/v1/deliveries/${id}`);
  for (const id of new Set(deliveries.map((one) => one.messageId))) await read(`/api/v1/messages/${id}/explanation`);
  await untilBroken(() => get('/api/v1/sources'));
  for (const path of ['/api/v1/sources', '/readyz', '/api/v1/tokens']) await read(path);
  told.set('/metrics', await get('/metrics'));
  await hub.stop();
  told.set('standard output', hub.stdout().replace(token, ''));
  told.set('log', hub.stderr());
  assert.match(hub.stderr(), /"level":"debug".*"request"/, 'the log is as talkative as it can be');
  for (const [name, rows] of readTables(folder)) told.set(`table ${name}`, rows);

  for (const [where, what] of told) assertClean(where, what, [...Object.values(secret), token]);
  // Senders stand in the store, for routes and lists; texts, codes and secrets never do in plain.
  for (const file of await readdir(folder)) {
    const bytes = file.endsWith('.yaml') || file.endsWith('.sock') ? '' : await readFile(join(folder, file), 'latin1');
    const { code, text, authToken, pathSecret, bearer, slackPath, signingSecret, brokerPassword, stickPassword } =
      secret;
    const needles = [
      code,
      text,
      authToken,
      pathSecret,
      bearer,
      slackPath,
      signingSecret,
      brokerPassword,
      stickPassword,
    ];
    assertClean(`file ${file}`, bytes, [...needles, token]);
  }
});

function assertClean(where: string, what: string, needles: string[]): void {
  for (const needle of needles) {
    const at = [what.indexOf(needle), what.indexOf(encodeURIComponent(needle))].find((index) => index >= 0);
    if (at !== undefined) assert.fail(`${where} tells ${needle}: …${what.slice(Math.max(0, at - 200), at + 100)}…`);
  }
}

/** One text by each source, and one that is no code. */
async function bringTexts({ stick, twilio }: Others, url: string): Promise<void> {
  stick.inject({ sender: secret.sender, text });
  const hook = { url: `${url}/hooks/twilio`, publicUrl: `${publicUrl}/hooks/twilio` };
  const answer = await twilio.receiveText({ from: secret.sender, to: secret.office, body: text, hook });
  assert.equal(answer.status, 200);
  const called = await fetch(`${url}/hooks/phone/${secret.pathSecret}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret.bearer}` },
    body: JSON.stringify({ sender: secret.sender, text: `${secret.text}, says ${secret.phone}` }),
  });
  assert.equal(called.status, 200);
}

/** Calls that are refused; resolves with what they were told. */
async function callBadly(url: string, token: string): Promise<Record<string, string>> {
  const call = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const method = path.startsWith('/api/v1/configuration') ? 'PUT' : 'POST';
    const answer = await fetch(url + path, {
      method,
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    const words = await answer.text();
    assert.ok(answer.status >= 400 || path.includes('dryRun'), `${path} ${answer.status}`);
    return words;
  };
  const hook = `/hooks/phone/${secret.pathSecret}`;
  const bearer = { authorization: `Bearer ${secret.bearer}` };
  const administrator = { authorization: `Bearer ${token}` };
  const yaml = { ...administrator, 'content-type': 'application/yaml' };
  const whole = JSON.stringify({ sender: secret.sender, text });
  const slack = (webhookUrl: string) => `destinations: [{ id: x, kind: slack, webhookUrl: ${webhookUrl} }]`;
  return {
    'broken JSON': await call(hook, whole.slice(0, -1), bearer),
    'a list': await call(hook, `[${whole}]`, bearer),
    'another shape': await call(hook, JSON.stringify({ [secret.code]: text, sender: [secret.sender] }), bearer),
    'a wrong bearer': await call(hook, whole, { authorization: `Bearer ${secret.bearer}x` }),
    'a wrong path': await call(`${hook}x`, whole, bearer),
    'a path that is none': await call(`${hook}%`, whole, bearer),
    'another content type': await call(hook, whole, { ...bearer, 'content-type': 'text/plain' }),
    'a large body': await call(hook, whole.padEnd(100_000, secret.code), bearer),
    'a wrong signature': await call('/hooks/twilio', whole, { 'x-twilio-signature': secret.authToken }),
    'a wrong token': await call('/api/v1/explanations', whole, { authorization: `Bearer ${token}x` }),
    'broken JSON at the API': await call('/api/v1/explanations', `${whole}}`, administrator),
    'another shape at the API': await call(
      '/api/v1/explanations',
      JSON.stringify({ line: [text], text: 1 }),
      administrator,
    ),
    'broken YAML': await call('/api/v1/configuration', `lines: [ "${secret.line}"\n  x: '${secret.bearer}`, yaml),
    'YAML with a wrong address': await call('/api/v1/configuration', slack(`"ftp://${secret.slackPath}"`), yaml),
    'YAML with a wrong secret': await call('/api/v1/configuration', slack(`["${secret.slackPath}"]`), yaml),
  };
}

interface TriedDelivery {
  id: string;
  messageId: string;
  state: string;
  attemptCount: number;
}

/** All three texts were tried at every destination that was still on. */
async function untilTried(list: () => Promise<string>): Promise<TriedDelivery[]> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { deliveries } = JSON.parse(await list()) as { deliveries: TriedDelivery[] };
    const texts = new Set(deliveries.map((one) => one.messageId)).size;
    if (texts === 3 && deliveries.every((one) => one.attemptCount > 0 || one.state !== 'pending')) return deliveries;
    assert.ok(Date.now() < deadline, `${texts} texts: ${JSON.stringify(deliveries)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The stick that answers broken XML was asked. */
async function untilBroken(list: () => Promise<string>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!/broken XML/.test(await list())) {
    assert.ok(Date.now() < deadline, await list());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every table as JSON, without the columns whose purpose is to hold a number. */
function readTables(folder: string): Map<string, string> {
  const database = new BetterSqlite3(join(folder, 'keypigeon.db'), { readonly: true });
  const names = database.prepare(`select name from sqlite_master where type = 'table'`).all() as { name: string }[];
  const holdNumbers: Record<string, string[]> = {
    messages: ['sender'],
    lines: ['number'],
    sources: ['config'],
    destinations: ['config'],
  };
  const tables = names.map(({ name }) => {
    const rows = database.prepare(`select * from "${name}"`).all() as Record<string, unknown>[];
    for (const column of holdNumbers[name] ?? []) for (const row of rows) delete row[column];
    return [name, JSON.stringify(rows)] as const;
  });
  database.close();
  return new Map(tables);
}
