import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { decodeWebhookSecret, isSignedWebhook, signWebhook } from './standard-webhooks.ts';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const body = '{"type":"code.received","data":{"sender":"Ä"}}';
const now = Date.now();
const timestamp = Math.floor(now / 1000);

function keyOf(text: string): Buffer {
  const key = decodeWebhookSecret(text);
  assert.ok(key);
  return key;
}

test('the official library takes our signature, with one secret and in a rotation', () => {
  const call = { id: 'd1', timestamp, body };
  for (const keys of [[keyOf(secret)], [keyOf(other), keyOf(secret)]]) {
    const headers = {
      'webhook-id': 'd1',
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook(call, keys),
    };
    assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body));
  }
});

test('we take the signature of the official library', () => {
  const header = new Webhook(secret).sign('d1', new Date(timestamp * 1000), body);
  assert.equal(isSignedWebhook({ id: 'd1', timestamp, body }, header, [keyOf(other), keyOf(secret)], now), true);
});

test('another body, id, time or key is refused', () => {
  const keys = [keyOf(secret)];
  const header = signWebhook({ id: 'd1', timestamp, body }, keys);
  assert.equal(isSignedWebhook({ id: 'd1', timestamp, body: `${body} ` }, header, keys, now), false);
  assert.equal(isSignedWebhook({ id: 'd2', timestamp, body }, header, keys, now), false);
  assert.equal(isSignedWebhook({ id: 'd1', timestamp: timestamp + 1, body }, header, keys, now), false);
  assert.equal(isSignedWebhook({ id: 'd1', timestamp, body }, header, [keyOf(other)], now), false);
  assert.equal(isSignedWebhook({ id: 'd1', timestamp, body }, 'v1,', keys, now), false);
  assert.equal(isSignedWebhook({ id: 'd1', timestamp, body }, header, keys, now + 301_000), false);
  assert.equal(isSignedWebhook({ id: 'd1', timestamp: Number.NaN, body }, header, keys, now), false);
});

test('a secret is whsec_ and base64 of 24 to 64 bytes', () => {
  const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 1).toString('base64')}`;
  assert.deepEqual(
    [of(23), of(24), of(64), of(65), 'whsec_', 'secret', 'whsec_%%%'].map((text) => decodeWebhookSecret(text) !== null),
    [false, true, true, false, false, false, false],
  );
});
