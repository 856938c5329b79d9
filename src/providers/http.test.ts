import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { z } from 'zod';
import { PermanentDeliveryError } from '../domain/delivery-errors.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { type SimulatedRequest, startHttpSimulator } from '../simulators/http-simulator.ts';
import { createTroubleQueue } from '../simulators/trouble.ts';
import { createHttpClient } from '../support/http-client.ts';
import { keepReports, testCode, testContext, testHelp, testHook } from './fixtures.ts';
import { http } from './http.ts';

const client = createHttpClient({ connections: 4 });
const requests: SimulatedRequest[] = [];
let answer = '{"messages":[{"id":17,"status":"0"}]}';
const gateway = await startHttpSimulator(
  {},
  createTroubleQueue(),
  (request) => {
    requests.push(request);
    return { status: 202, body: answer };
  },
  () => ({ status: 500 }),
);
after(async () => {
  await client.close();
  await gateway.close();
});

async function sent(settings: z.input<typeof http.config>, code = testCode()) {
  const provider = http.open(http.config.parse(settings), testContext({ request: client.request }));
  const receipt = await provider.send('sms', code, testHelp());
  const request = requests.at(-1);
  assert.ok(request);
  return { receipt, request, body: request.body.toString() };
}

test('writes values into JSON, forms and XML as nothing but values', async () => {
  const { request, body } = await sent({ url: `${gateway.url}/{digits}?id={id}` });
  assert.deepEqual(JSON.parse(body), { to: '+12025550143', text: testCode().text });
  assert.equal(request.target.pathname, '/12025550143');
  assert.equal(request.headers['idempotency-key'], testCode().attemptId);
  assert.equal(request.target.searchParams.get('id'), testCode().attemptId);
  const form = await sent({ url: gateway.url, format: 'form', body: 'to={to}&text={text}&lang={locale}' });
  assert.deepEqual(Object.fromEntries(new URLSearchParams(form.body)), {
    ...{ to: '+12025550143', text: testCode().text, lang: 'en' },
  });
  const xml = await sent({ url: gateway.url, format: 'xml', body: '<t a="{text}"/>' });
  assert.match(xml.body, /^<t a="482913 is your &#34;Shop&#34; code for Ann &#38; Bob\.\n\n@shop/);
  const get = await sent({ url: `${gateway.url}/?to={to}&text={text}`, method: 'GET' });
  assert.deepEqual([get.request.method, get.body], ['GET', '']);
  assert.equal(get.request.target.searchParams.get('text'), testCode().text);
  const braces = await sent({ url: gateway.url, body: '{"text":"{text}","{other}":1}' }, testCode({ text: '{to}"' }));
  assert.deepEqual(JSON.parse(braces.body), { text: '{to}"', '{other}': 1 });
});

test('lets no value lead to another path', async () => {
  const count = requests.length;
  for (const [path, serviceName] of [
    ['/{service}/messages', '..'],
    ['/v1/{service}/messages', '.'],
    ['/v1/.{service}?to={to}', '.'],
    ['/v1/%2E{service}', '.'],
    ['/v1/{service}', '..'],
  ] as const)
    await assert.rejects(sent({ url: `${gateway.url}${path}` }, testCode({ serviceName })), (error: unknown) => {
      assert.ok(error instanceof PermanentDeliveryError);
      assert.match(error.message, /^the service is called \. or \.\., .* give it another name/);
      return true;
    });
  assert.equal(requests.length, count, 'nothing left');
  for (const [path, serviceName, pathname, query] of [
    ['/{service}', '../../etc', '/..%2F..%2Fetc', ''],
    ['/{service}', '...', '/...', ''],
    ['/{service}/x', 'a..b', '/a..b/x', ''],
    ['/{service}', '%2e%2e', '/%252e%252e', ''],
    ['/{service}', '..\\', '/..%5C', ''],
    ['/v1/../v2/{service}', 'Shop', '/v2/Shop', ''],
    ['/?from={service}', '..', '/', '?from=..'],
  ] as const) {
    const { request } = await sent({ url: `${gateway.url}${path}` }, testCode({ serviceName }));
    assert.deepEqual([request.target.pathname, request.target.search], [pathname, query], path);
  }
});

test('shows its secret where it is wanted', async () => {
  const headerOf = async (settings: object, name = 'authorization') =>
    (await sent({ url: gateway.url, ...settings })).request.headers[name];
  assert.equal(await headerOf({ secret: 's3cret' }), 'Bearer s3cret');
  assert.equal(await headerOf({ secret: 's3cret', username: 'ann' }), `Basic ${btoa('ann:s3cret')}`);
  assert.equal(await headerOf({ secret: 's3cret', headers: { 'X-Key': 'k {secret}' } }, 'x-key'), 'k s3cret');
  assert.equal(await headerOf({ secret: 's3cret', headers: { 'X-Key': '{secret}' } }), undefined);
  assert.equal(await headerOf({}), undefined);
});

test('reads the receipt, and whether it was taken', async () => {
  const settings = { url: gateway.url, receipt: 'messages.0.id', success: 'messages.0.status=0' };
  assert.deepEqual((await sent(settings)).receipt, { receipt: '17', willReport: false });
  const reportSecret = 'geheim-geheim-geheim';
  const reporting = await sent({ ...settings, reportSecret, body: '{report}' });
  assert.deepEqual(reporting.receipt, { receipt: '17', willReport: true });
  assert.equal(reporting.body, `https://codes.example.com/hooks/acme/${reportSecret}`);
  answer = '{"messages":[{"status":"4"}]}';
  await assert.rejects(sent(settings), PermanentDeliveryError);
  answer = '<html>';
  await assert.rejects(sent(settings), PermanentDeliveryError);
  assert.deepEqual((await sent({ url: gateway.url, receipt: 'id', reportSecret })).receipt, {
    ...{ receipt: null, willReport: false },
  });
});

test('takes reports with its secret: as query, form and JSON', async () => {
  const { reports, report } = keepReports();
  const secret = 'geheim-geheim-geheim';
  const config = http.config.parse({ url: gateway.url, reportSecret: secret, reportReceipt: 'message.id' });
  const provider = http.open(config, testContext({ report }));
  const call = (body: object) =>
    provider.handle?.(
      testHook({ secretPath: secret, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    );
  await call({ message: { id: 'r1' }, status: 'Delivered' });
  await call({ message: { id: 'r2' }, status: 'UNDELIV' });
  await call({ message: { id: 'r3' }, status: 'buffered' });
  const told = reports.map(({ receipt, state }) => [receipt, state]);
  assert.deepEqual(told, [
    ['r1', 'delivered'],
    ['r2', 'undelivered'],
  ]);
  const flat = http.open(http.config.parse({ url: gateway.url, reportSecret: secret }), testContext({ report }));
  const target = '/hooks/acme?id=r4&status=read';
  await flat.handle?.(testHook({ method: 'GET', secretPath: secret, target }));
  await flat.handle?.(testHook({ secretPath: secret, body: 'id=r5&status=failed' }));
  assert.deepEqual(
    reports.slice(2).map(({ receipt }) => receipt),
    ['r4', 'r5'],
  );
  const code = (expected: string) => (error: unknown) => error instanceof KeypigeonError && error.code === expected;
  await assert.rejects(async () => flat.handle?.(testHook({ target })), code('not-found'));
  await assert.rejects(async () => flat.handle?.(testHook({ secretPath: 'wrong', target })), code('not-found'));
  await assert.rejects(async () => call({ id: 'r1' }), code('invalid-request'));
  const silent = http.open(http.config.parse({ url: gateway.url }), testContext());
  assert.equal(silent.handle, undefined);
});

test('refuses a host that is made of the number, and headers with line breaks', () => {
  for (const wrong of [{ url: 'https://{digits}.example.com/' }, { url: gateway.url, headers: { a: 'b\r\nc: d' } }])
    assert.equal(http.config.safeParse(wrong).success, false);
});
