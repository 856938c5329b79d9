import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, test } from 'node:test';
import { Auth } from '@vonage/auth';
import { SMS } from '@vonage/sms';
import type { z } from 'zod';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { type SimulatedRequest, startHttpSimulator } from '../simulators/http-simulator.ts';
import { createTroubleQueue } from '../simulators/trouble.ts';
import { createHttpClient } from '../support/http-client.ts';
import { keepReports, testCode, testContext, testHelp, testHook } from './fixtures.ts';
import type { ProviderContext } from './provider.ts';
import { vonage } from './vonage.ts';
import type { SignatureMethod } from './vonage-signature.ts';

const account = { apiKey: 'abcd1234', apiSecret: 'geheim-for-tests' };
const reportSecret = 'geheim-geheim-geheim';
const client = createHttpClient({ connections: 4 });
const requests: SimulatedRequest[] = [];
let messages: unknown = [];
const server = await startHttpSimulator(
  {},
  createTroubleQueue(),
  (request) => {
    requests.push(request);
    const body = JSON.stringify({ 'message-count': '1', messages });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  },
  () => ({ status: 500 }),
);
const sdk = new SMS(new Auth(account), { restHost: server.url });
after(async () => {
  await client.close();
  await server.close();
});

const taken = [{ to: '12025550143', 'message-id': 'm-1', status: '0' }];
const lastBody = () => JSON.parse(requests.at(-1)?.body.toString() ?? '') as Record<string, unknown>;

function open(settings: Partial<z.input<typeof vonage.config>> = {}, changes: Partial<ProviderContext> = {}) {
  const config = vonage.config.parse({ ...account, from: 'Shop', apiBaseUrl: server.url, ...settings });
  return vonage.open(config, testContext({ request: client.request, ...changes }));
}

test("asks for what Vonage's own client asks for", async () => {
  messages = taken;
  await sdk.send({ from: 'Shop', to: '12025550143', text: 'Код 482913', type: 'unicode' as never, ttl: 600_000 });
  const [official, path] = [lastBody(), requests.at(-1)?.target.pathname];
  const code = testCode({ text: 'Код 482913' });
  const receipt = await open({ reportSecret }).send('sms', code, testHelp());
  const { ttl, 'client-ref': reference, callback, ...ours } = lastBody();
  const { ttl: _, ...theirs } = official;
  assert.deepEqual({ ...ours }, { ...account_(theirs), ...theirs });
  assert.deepEqual([path, requests.at(-1)?.target.pathname], ['/sms/json', '/sms/json']);
  assert.ok(Number(ttl) > 590_000 && Number(ttl) <= 600_000);
  assert.deepEqual([reference, callback], [code.attemptId, `https://codes.example.com/hooks/acme/${reportSecret}`]);
  assert.deepEqual(receipt, { receipt: 'm-1', willReport: true });
  await open().send('sms', testCode({ text: 'Code 482913' }), testHelp());
  assert.deepEqual([lastBody().type, lastBody().callback], ['text', undefined]);
});

/** The official client puts the credentials elsewhere, where it does not put them into the body. */
function account_(theirs: object): object {
  return 'api_key' in theirs ? {} : { api_key: account.apiKey, api_secret: account.apiSecret };
}

test('says in words what Vonage refuses', async () => {
  const send = (status: string) => {
    messages = [{ status, 'error-text': 'to +12025550143' }];
    return open().send('sms', testCode(), testHelp());
  };
  for (const [status, words] of [
    ['4', /check apiKey and apiSecret/],
    ['9', /no credit left/],
    ['29', /trial account/],
    ['99', /Vonage error 99/],
  ] as const)
    await assert.rejects(send(status), (error) => error instanceof PermanentDeliveryError && words.test(error.message));
  await assert.rejects(send('1'), TemporaryDeliveryError);
  messages = 'nothing';
  await assert.rejects(open().send('sms', testCode(), testHelp()), UnknownOutcomeError);
});

const receipt = { msisdn: '12025550143', to: 'Shop', messageId: 'm-1', 'api-key': account.apiKey };

test('takes reports with its secret: by GET, form and JSON', async () => {
  const { reports, report } = keepReports();
  const provider = open({ reportSecret }, { report });
  const call = (fields: object, as: 'get' | 'form' | 'json', secretPath: string | undefined = reportSecret) => {
    const query = new URLSearchParams({ ...receipt, ...fields }).toString();
    if (as === 'get')
      return provider.handle?.(testHook({ method: 'GET', target: `/hooks/acme/x?${query}`, secretPath }));
    if (as === 'form') return provider.handle?.(testHook({ body: query, secretPath }));
    return provider.handle?.(testHook({ body: JSON.stringify({ ...receipt, ...fields }), secretPath }));
  };
  await call({ status: 'delivered' }, 'get');
  await call({ status: 'failed', 'err-code': '6' }, 'form');
  await call({ status: 'rejected', 'err-code': 39 }, 'json');
  await call({ status: 'buffered' }, 'form');
  assert.deepEqual(
    reports.map(({ receipt, state, errorCode }) => [receipt, state, errorCode]),
    [
      ['m-1', 'delivered', undefined],
      ['m-1', 'undelivered', 6],
      ['m-1', 'undelivered', 39],
    ],
  );
  const failsAs = (code: string) => (error: unknown) => error instanceof KeypigeonError && error.code === code;
  await assert.rejects(async () => call({ status: 'delivered' }, 'get', 'wrong'), failsAs('not-found'));
  await assert.rejects(async () => call({ 'api-key': 'other' }, 'form'), failsAs('invalid-request'));
  await assert.rejects(async () => open().handle?.(testHook({ body: 'messageId=m-1' })), failsAs('not-found'));
});

for (const [method, official, hash] of [
  ['md5hash', 'MD5HASH', (text: string, key: string) => createHash('md5').update(text + key)],
  ['sha1', 'SHA1HMAC', (text: string, key: string) => createHmac('sha1', key).update(text)],
  ['sha256', 'SHA256HMAC', (text: string, key: string) => createHmac('sha256', key).update(text)],
  ['sha512', 'SHA512HMAC', (text: string, key: string) => createHmac('sha512', key).update(text)],
] as const) {
  test(`takes reports that Vonage's own client takes for signed (${method})`, async () => {
    const { reports, report } = keepReports();
    const signatureSecret = 'geheim-signature';
    const provider = open({ signatureSecret, signatureMethod: method satisfies SignatureMethod }, { report });
    const fields = { ...receipt, status: 'delivered', note: 'a&b=c', timestamp: '1767225600', nonce: 'n1' };
    const joined = Object.entries(fields)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `&${name}=${value.replace(/[&=]/g, '_')}`)
      .join('');
    const sig = hash(joined, signatureSecret).digest('hex');
    assert.ok(sdk.verifySignature(sig, fields, signatureSecret, official as never));
    const call = (changes: object) =>
      provider.handle?.(testHook({ body: JSON.stringify({ ...fields, sig, ...changes }) }));
    await call({});
    assert.equal(reports.length, 1);
    for (const changes of [{ sig: 'x' }, { messageId: 'm-2' }, { sig: undefined }])
      await assert.rejects(
        async () => call(changes),
        (error) => error instanceof KeypigeonError && error.code === 'invalid-signature',
      );
  });
}
