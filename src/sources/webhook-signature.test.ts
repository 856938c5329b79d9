import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { hookRequest } from '../../test/helpers/source-context.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { HookRequest } from './source.ts';
import { readFields } from './webhook-fields.ts';
import {
  type Verify,
  verifyAndroidSmsGateway,
  verifyHttpsms,
  verifySmsForwarder,
  verifyStandardWebhook,
  verifyTextbee,
} from './webhook-signature.ts';

const now = 1_735_689_600_000;
const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';

function check(verify: Verify, request: HookRequest, key: string, at = now): void {
  verify({ request, secret: key, now: at, fields: readFields(request.rawBody, request.headers['content-type']) });
}

function refuses(verify: Verify, request: HookRequest, key: string, at = now): void {
  assert.throws(
    () => check(verify, request, key, at),
    (error) => error instanceof KeypigeonError && error.code === 'invalid-signature' && !error.message.includes(key),
  );
}

function standard(body: string, id = 'msg_1', at = now): HookRequest {
  const signature = new Webhook(secret).sign(id, new Date(at), body);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': signature,
    'content-type': 'application/json',
  };
  return hookRequest('/hooks/phone', { headers, body });
}

function withHeaders(request: HookRequest, headers: Record<string, string | undefined>): HookRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

test('Standard Webhooks: takes what their own library signs', () => {
  for (const body of ['{}', '{"text":"Your code is 482913 é😀"}', '{"a":"\\n"}']) {
    const request = standard(body);
    check(verifyStandardWebhook, request, secret);
    check(verifyStandardWebhook, request, secret.slice('whsec_'.length));
    const signature = request.headers['webhook-signature'];
    check(
      verifyStandardWebhook,
      withHeaders(request, { 'webhook-signature': `v1,AAAA v1a,BBBB ${signature}` }),
      secret,
    );
  }
  const sample = hookRequest('/', {
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1735689600',
      'webhook-signature': 'v1,7V6HrPjf58KdHswRovaPCKVHUSR+xN0hyo6e8TrdJJo=',
    },
    body: '{"type":"code.received"}',
  });
  check(verifyStandardWebhook, sample, secret);
});

test('Standard Webhooks: refuses changes, other keys, and what is older or newer than 5 minutes', () => {
  const request = standard('{"text":"a"}');
  refuses(verifyStandardWebhook, { ...request, rawBody: Buffer.from('{"text":"b"}') }, secret);
  refuses(verifyStandardWebhook, withHeaders(request, { 'webhook-id': 'msg_2' }), secret);
  refuses(verifyStandardWebhook, withHeaders(request, { 'webhook-timestamp': '1735689601' }), secret);
  refuses(verifyStandardWebhook, withHeaders(request, { 'webhook-timestamp': undefined }), secret);
  refuses(verifyStandardWebhook, withHeaders(request, { 'webhook-timestamp': 'NaN' }), secret);
  refuses(verifyStandardWebhook, withHeaders(request, { 'webhook-signature': undefined }), secret);
  refuses(verifyStandardWebhook, withHeaders(request, { 'webhook-signature': 'v1,' }), secret);
  const unversioned = request.headers['webhook-signature']?.slice(3);
  refuses(verifyStandardWebhook, withHeaders(request, { 'webhook-signature': unversioned }), secret);
  refuses(verifyStandardWebhook, request, `${secret.slice(0, -1)}8`);
  check(verifyStandardWebhook, request, secret, now + 300_000);
  check(verifyStandardWebhook, request, secret, now - 300_000);
  refuses(verifyStandardWebhook, request, secret, now + 300_001);
  refuses(verifyStandardWebhook, request, secret, now - 300_001);
});

test('SmsForwarder: takes the sign as it is, and percent-encoded once or twice', () => {
  const base64 = 'Hy2YyE+3qwSg9//dsLljFAjX6jAUtF7A3UY6cqo8BWA=';
  const json = (sign: string, timestamp = '1735689600000') =>
    hookRequest('/', { body: JSON.stringify({ from: '+15550100009', content: 'x', timestamp, sign }) });
  check(verifySmsForwarder, json(base64), 'SECabc');
  check(verifySmsForwarder, json(encodeURIComponent(base64)), 'SECabc');
  check(verifySmsForwarder, json(encodeURIComponent(encodeURIComponent(base64))), 'SECabc');
  const form = hookRequest('/', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `from=x&content=y&timestamp=1735689600000&sign=Hy2YyE%252B3qwSg9%252F%252FdsLljFAjX6jAUtF7A3UY6cqo8BWA%253D`,
  });
  check(verifySmsForwarder, form, 'SECabc');
  refuses(verifySmsForwarder, json(base64, '1735689600001'), 'SECabc');
  refuses(verifySmsForwarder, json('%'), 'SECabc');
  refuses(verifySmsForwarder, json(base64), 'SECabd');
  refuses(verifySmsForwarder, json(base64), 'SECabc', now + 300_001);
  refuses(verifySmsForwarder, hookRequest('/', { body: '{}' }), 'SECabc');
});

test('android-sms-gateway: takes its signature over body and time', () => {
  const body =
    '{"deviceId":"ffffffffceb0b1db0000018e937c815b","event":"sms:received","id":"Ey6ECgOkVVFjz3CL48B8C","payload":{"message":"Your code is 482913","receivedAt":"2025-01-01T00:00:00.000+00:00","messageId":"a80532bb","phoneNumber":"6505551212","recipient":"+15551234567","sender":"6505551212","simNumber":1},"webhookId":"LreFUt-Z3sSq0JufY9uWB"}';
  const headers = {
    'x-timestamp': '1735689600',
    'x-signature': 'd04df946906dd327dc4ee979770dc6d6b5ee369f68f24667fd4741234bc33fc6',
  };
  const request = hookRequest('/', { headers, body });
  check(verifyAndroidSmsGateway, request, '12345678');
  refuses(verifyAndroidSmsGateway, request, '12345679');
  refuses(verifyAndroidSmsGateway, request, '12345678', now + 300_001);
  refuses(verifyAndroidSmsGateway, withHeaders(request, { 'x-timestamp': '1735689601' }), '12345678');
  refuses(verifyAndroidSmsGateway, { ...request, rawBody: Buffer.from(body.replace('482913', '482914')) }, '12345678');
  refuses(verifyAndroidSmsGateway, withHeaders(request, { 'x-signature': undefined }), '12345678');
});

test('textbee: takes its signature over the body', () => {
  const body =
    '{"smsId":"692437f882033f160900ff70","message":"Your code is 482913","deviceId":"d1","webhookSubscriptionId":"w1","webhookEvent":"MESSAGE_RECEIVED","idempotencyKey":"7d0e6f60-0000-4000-8000-000000000000","sender":"+123456789","receivedAt":"2025-01-01T00:00:00.000Z"}';
  const headers = { 'x-signature': '28b7174272341d3ebc49532a79189869e0e19072e4b80d6772cbd7660ae2fbed' };
  const request = hookRequest('/', { headers, body });
  check(verifyTextbee, request, '01234567890123456789');
  refuses(verifyTextbee, request, '01234567890123456788');
  refuses(
    verifyTextbee,
    { ...request, rawBody: Buffer.from(body.replace('482913', '482914')) },
    '01234567890123456789',
  );
});

function token(claims: object, key: string, head: object = { alg: 'HS256', typ: 'JWT' }): string {
  const signed = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

test('httpSMS: takes its token for this address, while it is valid', () => {
  const sample =
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOlsiaHR0cHM6Ly9odWIuZXhhbXBsZS5vcmcvaW4vaHR0cHNtcyJdLCJpc3MiOiJhcGkuaHR0cHNtcy5jb20iLCJzdWIiOiJ1MSIsImlhdCI6MTczNTY4OTYwMCwibmJmIjoxNzM1Njg5MDAwLCJleHAiOjE3MzU2OTAyMDB9.GXHj50KTg05phnidmyg0F3ohVgGTSn808vWyyfufV6c';
  const bearer = (jwt: string, target = '/in/httpsms') =>
    hookRequest(target, { headers: { authorization: `Bearer ${jwt}` }, body: '{}' });
  check(verifyHttpsms, bearer(sample), 'signkey');
  refuses(verifyHttpsms, bearer(sample), 'signkez');
  refuses(verifyHttpsms, bearer(sample, '/in/other'), 'signkey');
  refuses(verifyHttpsms, bearer(sample), 'signkey', now + 3_600_000);
  refuses(verifyHttpsms, bearer(sample), 'signkey', now - 3_600_000);
  refuses(verifyHttpsms, hookRequest('/in/httpsms', { body: '{}' }), 'signkey');
  const claims = {
    aud: 'https://hub.example.org/in/httpsms',
    iss: 'api.httpsms.com',
    nbf: now / 1000,
    exp: now / 1000,
  };
  check(verifyHttpsms, bearer(token(claims, 'signkey')), 'signkey');
  refuses(verifyHttpsms, bearer(token(claims, 'signkey', { alg: 'none' })), 'signkey');
  refuses(verifyHttpsms, bearer(token({ ...claims, iss: 'other' }, 'signkey')), 'signkey');
  refuses(verifyHttpsms, bearer(token({ ...claims, exp: undefined }, 'signkey')), 'signkey');
  refuses(verifyHttpsms, bearer(token({ ...claims, aud: [7, 'no address'] }, 'signkey')), 'signkey');
  const [head, payload] = sample.split('.');
  refuses(verifyHttpsms, bearer(`${head}.${payload}.`), 'signkey');
});
