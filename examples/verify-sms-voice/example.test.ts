import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeApp } from '../../src/http/make-app.ts';
import { type Program, runProgram, startProgram, temporaryFolder } from '../../test/helpers/command-line.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { openTestHub } from '../../test/helpers/program.ts';
import { startSmsGateway } from '../../test/helpers/sms-gateway.ts';
import { createSkippingClock } from '../../test/helpers/verify-hub.ts';
import { Hub } from './hub.ts';
import { createLoginApp, type LoginAppParts } from './login-app.ts';
import { People } from './people.ts';

const ann = { name: 'ann', phone: '(202) 555-0143' };
const password = 'for-tests-only';

interface RunningHub {
  program: Program;
  url: string;
  credentials: { accountSid: string; authToken: string };
  settings(body: object): Promise<Response>;
}

async function startHub(t: TestContext): Promise<RunningHub> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'keypigeon.yaml'), readFileSync(new URL('keypigeon.yaml', import.meta.url)));
  const env = { KEYPIGEON_DATA: folder };
  const program = startProgram(t, ['serve'], { env });
  const [, url = ''] = await program.says(/listens on (http:\/\/\S+)\n/);
  const [, token = ''] = await program.says(/(kp_\S+)\n/);
  const { stdout } = await runProgram(t, ['app', 'create', 'login', '--json'], { env });
  const credentials = JSON.parse(stdout) as RunningHub['credentials'];
  const settings = (body: object) =>
    fetch(`${url}/api/v1/apps/${credentials.accountSid}/verification`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { program, url, credentials, settings };
}

async function startApp(
  t: TestContext,
  hub: Pick<RunningHub, 'url' | 'credentials'>,
  hosted?: (appUrl: string) => LoginAppParts['hosted'],
) {
  const people = new People();
  await people.add(ann, password);
  const client = new Hub(hub.url, hub.credentials.accountSid, hub.credentials.authToken);
  const parts: LoginAppParts = { hub: client, people };
  const server: Server = createLoginApp(parts);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const wanted = hosted?.(url);
  if (wanted !== undefined) parts.hosted = wanted;
  return url;
}

/** A browser: cookies of each site, no redirects by itself. */
function openBrowser() {
  const cookies = new Map<string, string>();
  return async (address: string, form?: Record<string, string>) => {
    const { origin } = new URL(address);
    const cookie = cookies.get(origin);
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { ...(cookie === undefined ? {} : { cookie }), ...(form === undefined ? {} : { origin }) },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    const set = response.headers.get('set-cookie')?.split(';')[0];
    if (set !== undefined) cookies.set(origin, set);
    const to = response.headers.get('location');
    return { status: response.status, text: await response.text(), to: to === null ? '' : new URL(to, address).href };
  };
}

const codes = (program: Program, kind: 'sms' | 'call') => [
  ...program.stdout().matchAll(new RegExp(`^${kind} to \\+12025550143: .*?\\b(\\d{6})\\b`, 'gm')),
];
const codeBy = async (program: Program) => (await program.says(/^sms to \+12025550143: .*?\b(\d{6})\b/m))[1] ?? '';
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('a login asks for the code on its own page', async (t) => {
  const hub = await startHub(t);
  const app = await startApp(t, hub);
  const visit = openBrowser();

  assert.equal((await visit(`${app}/login`, { name: 'ann', password: 'wrong' })).status, 401);
  assert.equal((await visit(`${app}/login`, { name: 'bob', password })).status, 401);
  const asked = await visit(`${app}/login`, { name: 'ann', password });
  assert.match(asked.text, /We sent a code to \+1…43\. Tries left: 5/);
  const code = await codeBy(hub.program);
  assert.match((await visit(app)).text, /Sign in/, 'the password alone signs nobody in');

  assert.match((await visit(`${app}/code`, { code: wrong(code) })).text, /That is not the code.*Tries left: 4/s);
  assert.match((await visit(`${app}/again`, { channel: 'call' })).text, /Wait \d+ seconds/);
  assert.equal((await openBrowser()(`${app}/code`, { code })).to, `${app}/`, 'not for another browser');
  assert.equal((await visit(`${app}/code`, { code })).to, `${app}/`);
  assert.match((await visit(app)).text, /Hello ann/);
  assert.match(hub.program.stdout(), /code for ann/, 'the text says whom it is for');
  assert.equal(codes(hub.program, 'call').length, 0);

  await visit(`${app}/logout`, {});
  assert.match((await visit(app)).text, /Sign in/);
});

test('a login sends people to the page of the hub, and takes them back once', async (t) => {
  const hub = await startHub(t);
  const app = await startApp(t, hub, (appUrl) => ({ appUrl, hubUrl: hub.url }));
  assert.equal((await hub.settings({ returnUrls: [`${app}/back`] })).status, 200);
  const visit = openBrowser();

  const page = (await visit(`${app}/login`, { name: 'ann', password })).to;
  assert.ok(page.startsWith(`${hub.url}/verify/`));
  const { text } = await visit(page);
  const token = /name="token" value="([^"]*)"/.exec(text)?.[1] ?? '';
  const code = await codeBy(hub.program);
  assert.match((await visit(page, { token, code: wrong(code) })).to, /said=wrong/);
  const back = (await visit(page, { token, code })).to;
  assert.ok(back.startsWith(`${app}/back?`));

  assert.equal((await openBrowser()(back)).to, `${app}/`, 'good for nothing in another session');
  const forged = new URL(back);
  forged.searchParams.set('signature', 'x'.repeat(43));
  assert.equal((await visit(forged.href)).status, 422);
  assert.equal((await visit(back)).to, `${app}/`);
  assert.match((await visit(app)).text, /Hello ann/);
});

test('who cancels on the page of the hub is not signed in', async (t) => {
  const hub = await startHub(t);
  const app = await startApp(t, hub, (appUrl) => ({ appUrl, hubUrl: hub.url }));
  await hub.settings({ returnUrls: [`${app}/back`] });
  const visit = openBrowser();
  const page = (await visit(`${app}/login`, { name: 'ann', password })).to;
  const token = /name="token" value="([^"]*)"/.exec((await visit(page)).text)?.[1] ?? '';
  const back = (await visit(page, { token, action: 'cancel' })).to;
  assert.match(back, /status=canceled/);
  await visit(back);
  assert.match((await visit(app)).text, /Sign in/);
});

test('where no text arrives, the person is called', async (t) => {
  const [texts, calls] = [await startSmsGateway(), await startSmsGateway()];
  const clock = createSkippingClock();
  const yaml = `
defaultRegion: US
network: { allowHosts: [127.0.0.1] }
lines: [{ id: office, number: "+15550100002" }]
providers:
  - { id: texts, channels: [sms], ${texts.settings} }
  - { id: calls, channels: [call], ${calls.settings} }
`;
  const hub = await openTestHub({ yaml, tools: { clock } });
  t.after(() => Promise.all([hub.close(), texts.close(), calls.close()]));
  const { app: owner, authToken } = await makeApp(
    { ...hub.api, configuration: hub.api.configuration() },
    { name: 'login' },
  );
  const app = await startApp(t, { url: hub.url, credentials: { accountSid: owner.id, authToken } });
  const visit = openBrowser();

  const asked = await visit(`${app}/login`, { name: 'ann', password });
  assert.match(asked.text, /Call me \(from \d\d:\d\d:\d\d UTC\)/);
  await eventually(() => texts.texts.length === 1, 'the text is sent');
  clock.skip(61_000);
  assert.match((await visit(`${app}/again`, { channel: 'call' })).text, /on its way once more/);
  await eventually(() => calls.texts.length > 0, 'the call is made');
  const code = /\b\d{6}\b/.exec(calls.texts[0]?.text ?? '')?.[0] ?? '';
  await visit(`${app}/code`, { code });
  assert.match((await visit(app)).text, /Hello ann/);
});

test('its start says what it needs', async () => {
  const file = fileURLToPath(new URL('./start.ts', import.meta.url));
  const started = promisify(execFile)(process.execPath, [file], { env: {} });
  await assert.rejects(started, { code: 2, stderr: /^Set HUB_ACCOUNT_SID, .*see README\.md\.\n$/ });
});
