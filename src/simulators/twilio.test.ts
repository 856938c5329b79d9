import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import twilio from 'twilio';
import { startTwilioSimulator, type TwilioSimulator } from './twilio.ts';

const accountSid = `AC${'0'.repeat(31)}1`;
const authToken = 'simulated-token';
const from = '+15550100002';
const to = '+15550100003';

let simulator: TwilioSimulator = await startTwilioSimulator({ accountSid, authToken });
let client = connect(authToken);
beforeEach(async () => {
  await simulator.close();
  simulator = await startTwilioSimulator({ accountSid, authToken });
  client = connect(authToken);
});
after(() => simulator.close());

/** The official client against the simulator. */
function connect(token: string) {
  const official = twilio(accountSid, token, { autoRetry: false });
  official.api.baseUrl = simulator.url;
  return official;
}

test('the official client sends, reads, erases and deletes', async () => {
  const sent = await client.messages.create({ to, from, body: 'Hello' });
  assert.match(sent.sid, /^SM[0-9a-f]{32}$/);
  assert.deepEqual([sent.status, sent.direction, sent.numSegments], ['queued', 'outbound-api', '1']);
  assert.ok(Math.abs(sent.dateCreated.getTime() - Date.now()) < 10_000);
  const read = await client.messages(sent.sid).fetch();
  assert.deepEqual([read.body, read.to, read.from, read.status], ['Hello', to, from, 'delivered']);
  assert.equal((await client.messages(sent.sid).update({ body: '' })).body, '');
  assert.equal(simulator.sent()[0]?.body, '');
  assert.equal(await client.messages(sent.sid).remove(), true);
  await assert.rejects(client.messages(sent.sid).fetch(), { status: 404, code: 20404 });
});

test('the official client lists with filters, through all pages, newest first', async () => {
  const day = Date.UTC(2026, 10, 20, 12);
  for (let index = 0; index < 7; index += 1)
    await simulator.receiveText({ from: to, to: from, body: `text ${index}`, at: day + index * 86_400_000 });
  await simulator.receiveText({ from, to, body: 'another line', at: day });
  const all = await client.messages.list({ to: from, pageSize: 3 });
  assert.deepEqual(
    all.map((message) => message.body),
    [6, 5, 4, 3, 2, 1, 0].map((index) => `text ${index}`),
  );
  const since = await client.messages.list({ to: from, dateSentAfter: new Date(day + 5 * 86_400_000) });
  assert.equal(since.length, 2);
  const before = await client.messages.list({ from: to, dateSentBefore: new Date(day) });
  assert.equal(before.length, 1);
  assert.equal((await client.messages.list({ limit: 2 })).length, 2);
});

test('the official client finds a number, sets where its texts go, and reads it back', async (t) => {
  const own = await startTwilioSimulator({
    accountSid,
    authToken,
    numbers: [{ phoneNumber: from }, { phoneNumber: '+155501000025' }],
    account: { type: 'Trial' },
  });
  t.after(() => own.close());
  const official = twilio(accountSid, authToken, { autoRetry: false });
  official.api.baseUrl = own.url;
  assert.equal((await official.api.accounts(accountSid).fetch()).type, 'Trial');
  const all = await official.incomingPhoneNumbers.list({ phoneNumber: from });
  assert.deepEqual(
    all.map(({ phoneNumber }) => phoneNumber),
    [from, '+155501000025'],
    'it takes what contains the number',
  );
  const sid = all[0]?.sid ?? '';
  const smsUrl = 'https://codes.example.com/hooks/twilio';
  const updated = await official.incomingPhoneNumbers(sid).update({ smsUrl, smsMethod: 'POST' });
  assert.deepEqual([updated.smsUrl, updated.smsMethod], [smsUrl, 'POST']);
  assert.equal((await official.incomingPhoneNumbers(sid).fetch()).smsUrl, smsUrl);
  assert.equal(own.numbers[0]?.smsUrl, smsUrl);
  await assert.rejects(official.incomingPhoneNumbers(sid).update({ smsUrl: 'no address' }), { code: 21502 });
  await assert.rejects(official.incomingPhoneNumbers(`PN${'0'.repeat(32)}`).fetch(), { status: 404 });
});

test('a call does what TwiML says, and the official client moves it', async (t) => {
  const asked: { path: string; genuine: boolean; form: Record<string, string> }[] = [];
  const hook = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams((await request.toArray()).join('')));
    const signature = String(request.headers['x-twilio-signature']);
    const genuine = twilio.validateRequest(authToken, signature, `${publicUrl}${request.url}`, form);
    asked.push({ path: request.url ?? '', genuine, form });
    const voice = new twilio.twiml.VoiceResponse();
    if (request.url === '/call') {
      voice.start().transcription({ name: 'one', statusCallbackUrl: `${publicUrl}/words` });
      voice.gather({ action: `${publicUrl}/keys`, numDigits: 1 }).say({ language: 'de-DE' }, 'Grüße & <Küsse>');
    } else if (request.url === '/keys') voice.pause({ length: 9 });
    response.end(voice.toString());
  });
  const publicUrl = 'https://codes.example.com';
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const port = (hook.address() as AddressInfo).port;
  const reach = (url: string) => url.replace(publicUrl, `http://127.0.0.1:${port}`);
  const own = await startTwilioSimulator({ accountSid, authToken, reach });
  t.after(async () => {
    await own.close();
    hook.closeAllConnections();
    hook.close();
  });
  const official = twilio(accountSid, authToken, { autoRetry: false });
  official.api.baseUrl = own.url;
  const created = await official.calls.create({
    to,
    from,
    url: `${publicUrl}/call`,
    statusCallback: `${publicUrl}/end`,
  });
  const call = own.calls.all[0];
  assert.ok(call !== undefined && call.sid === created.sid);
  await own.calls.answered(call);
  assert.deepEqual(call.heard, [{ text: 'Grüße & <Küsse>', language: 'de-DE', voice: undefined }]);
  await call.say('one two three');
  await call.press('1');
  await official.calls(call.sid).update({ twiml: '<Response><Play digits="12#"/><Pause/></Response>' });
  await official.calls(call.sid).transcriptions('one').update({ status: 'stopped' });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(call.keys, '12#');
  assert.equal((await official.calls(call.sid).fetch()).status, 'in-progress');
  await call.hangUp();
  await assert.rejects(official.calls(call.sid).update({ twiml: '<Response/>' }), { code: 21220 });
  assert.ok(asked.every(({ genuine }) => genuine));
  const events = asked.map(({ path, form }) => `${path} ${form.TranscriptionEvent ?? form.Digits ?? form.CallStatus}`);
  assert.deepEqual(events.slice(0, 4), [
    '/call in-progress',
    '/words transcription-started',
    '/words transcription-content',
    '/keys 1',
  ]);
  assert.ok(events.includes('/end completed') && events.includes('/words transcription-stopped'));
});

test('wrong credentials and wrong numbers get the codes of Twilio', async () => {
  await assert.rejects(connect('wrong').messages.list(), { status: 401, code: 20003 });
  const refused: [object, number][] = [
    [{ to: '123', from, body: 'a' }, 21211],
    [{ to, from: to, body: 'a' }, 21266],
    [{ to: '+15005550004', from, body: 'a' }, 21610],
    [{ to, body: 'a' }, 21603],
    [{ to, from, body: 'a'.repeat(1601) }, 21617],
  ];
  for (const [message, code] of refused)
    await assert.rejects(client.messages.create(message as { to: string; from: string; body: string }), {
      status: 400,
      code,
    });
  assert.deepEqual(simulator.sent(), []);
});

test('troubles come in the order they were asked for', async () => {
  simulator.failNext({ status: 429, code: 20429, retryAfter: 2 });
  simulator.failNext({ instead: 'drop', workDone: true });
  await assert.rejects(client.messages.create({ to, from, body: 'a' }), { status: 429, code: 20429 });
  assert.equal(simulator.sent().length, 0);
  await assert.rejects(client.messages.create({ to, from, body: 'b' }));
  assert.equal(simulator.sent().length, 1);
  await client.messages.create({ to, from, body: 'c' });
  simulator.failAlways({ status: 503 });
  await assert.rejects(client.messages.list(), { status: 503 });
  simulator.heal();
  assert.equal((await client.messages.list()).length, 2);
});

test('the official validator takes the signature of a call to the hook, by POST and by GET', async () => {
  const verdicts: boolean[] = [];
  const publicUrl = 'https://codes.example.com/hooks/twilio?a=b';
  const hook = createServer(async (request, response) => {
    const signature = String(request.headers['x-twilio-signature']);
    const body = (await request.toArray()).join('');
    const parameters = Object.fromEntries(new URLSearchParams(body));
    const query = request.url?.slice('/hooks/twilio?a=b'.length) ?? '';
    verdicts.push(twilio.validateRequest(authToken, signature, publicUrl + query, parameters));
    verdicts.push(twilio.validateRequest('other', signature, publicUrl + query, parameters));
    response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>');
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hooks/twilio?a=b`;
  const text = { from: to, to: from, body: 'Ünï & code=482913\n', hook: { url, publicUrl } };
  const posted = await simulator.receiveText(text);
  assert.deepEqual([posted.status, posted.body], [200, '<Response/>']);
  await simulator.receiveText({ ...text, hook: { ...text.hook, method: 'GET' } });
  assert.deepEqual(verdicts, [true, false, true, false]);
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
});
