import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hookAddress, hookCurl } from './hook-address.ts';

const hub = 'https://codes.example.com/';

test('the address of a hook ends in its secret, while one knows it', () => {
  assert.equal(hookAddress(hub, 'phone', { bearer: 'b' }), 'https://codes.example.com/hooks/phone');
  assert.equal(hookAddress(hub, 'phone', { pathSecret: 'abc' }), 'https://codes.example.com/hooks/phone/abc');
  for (const pathSecret of [{ secret: true }, '${PHONE_SECRET}'])
    assert.equal(hookAddress(hub, 'phone', { pathSecret }), 'https://codes.example.com/hooks/phone/…');
});

test('a line for a terminal hands in a text', () => {
  const line = hookCurl(hub, 'phone', { pathSecret: 'abc', bearer: "it's", fields: { text: 'data.words' } });
  assert.equal(
    line,
    "curl -H 'Authorization: Bearer it'\\''s' -H 'Content-Type: application/json' " +
      '-d \'{"sender":"+15550100099","data":{"words":"Your Example code is 482913."}}\' ' +
      "'https://codes.example.com/hooks/phone/abc'",
  );
});

test('there is none where it would not work', () => {
  for (const value of [
    { secret: 'whsec_x' },
    { bearer: { secret: true } },
    { pathSecret: '${SECRET}' },
    { pathSecret: 'abc', format: 'textbee' },
  ])
    assert.equal(hookCurl(hub, 'phone', value), null, JSON.stringify(value));
});
