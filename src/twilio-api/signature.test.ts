import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { type FormParameters, readForm, verifyBodyHash, verifyTwilioSignature } from './signature.ts';

const token = '0123456789abcdef0123456789abcdef';

/** Repeatable numbers in 0 … limit − 1 (a linear congruential generator, Numerical Recipes' constants). */
function createDice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const alphabet = [...'ab ZÉé😀+%&=?#\'"\n\t.:/1289٣中', ' '];

function randomText(dice: (limit: number) => number, longest: number): string {
  return Array.from({ length: dice(longest + 1) }, () => alphabet[dice(alphabet.length)]).join('');
}

function randomParameters(dice: (limit: number) => number): Record<string, string | string[]> {
  const entries = Array.from({ length: dice(8) }, () => {
    const values = Array.from({ length: 1 + dice(3) }, () => randomText(dice, 12));
    return [`P${randomText(dice, 4)}`, values.length === 1 ? (values[0] ?? '') : values] as const;
  });
  return Object.fromEntries(entries);
}

/** As it comes over the wire. */
function overTheWire(parameters: Record<string, string | string[]>): FormParameters {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) form.append(name, one);
  return readForm(new URLSearchParams(form.toString()));
}

function randomUrl(dice: (limit: number) => number): string {
  const scheme = ['https://', 'http://'][dice(2)];
  const port = ['', ':443', ':80', ':8443'][dice(4)];
  const query = ['', '?', "?a=it's", '?a=b%20c&a=d+e', '?x=%C3%A9&y', `?q=${encodeURIComponent(randomText(dice, 8))}`];
  return `${scheme}hub.example.org${port}/hooks/twilio${query[dice(query.length)]}`;
}

test("accepts what Twilio's own library signs, and refuses every change", () => {
  const dice = createDice(7);
  for (let round = 0; round < 300; round += 1) {
    const url = randomUrl(dice);
    const parameters = randomParameters(dice);
    const signature = webhooks.getExpectedTwilioSignature(token, url, parameters);
    const wire = overTheWire(parameters);
    assert.equal(verifyTwilioSignature(token, signature, url, wire), true, `round ${round}: ${url}`);
    assert.equal(verifyTwilioSignature(`${token}x`, signature, url, wire), false);
    assert.equal(verifyTwilioSignature(token, signature, `${url}x`, wire), false);
    assert.equal(verifyTwilioSignature(token, signature, url, new Map([...wire, ['Zed', ['1']]])), false);
    for (const [name, values] of wire) {
      const changed = new Map([...wire, [name, values.map((value) => `${value}!`)]]);
      assert.equal(verifyTwilioSignature(token, signature, url, changed), false);
    }
    assert.equal(verifyTwilioSignature(token, signature.slice(0, -2), url, wire), false);
  }
});

test("takes the same forms of the URL as Twilio's own library", () => {
  const dice = createDice(11);
  for (let round = 0; round < 300; round += 1) {
    const signed = randomUrl(dice);
    const called =
      dice(2) === 0 ? randomUrl(dice) : signed.replace(/(:\d+)?\/hooks/, ['/hooks', ':443/hooks'][dice(2)] ?? '');
    const parameters = { Body: 'x' };
    const signature = webhooks.getExpectedTwilioSignature(token, signed, parameters);
    const theirs = webhooks.validateRequest(token, signature, called, parameters);
    assert.equal(
      verifyTwilioSignature(token, signature, called, overTheWire(parameters)),
      theirs,
      `${signed} ${called}`,
    );
  }
});

test('takes a URL signed with or without the standard port, and with the query written anew', () => {
  const called = "https://hub.example.org/hooks/twilio?note=it's";
  const forms = [
    called,
    "https://hub.example.org:443/hooks/twilio?note=it's",
    'https://hub.example.org/hooks/twilio?note=it%27s',
    'https://hub.example.org:443/hooks/twilio?note=it%27s',
  ];
  for (const signed of forms) {
    const signature = webhooks.getExpectedTwilioSignature(token, signed, { Body: '' });
    assert.equal(verifyTwilioSignature(token, signature, called, new Map([['Body', ['']]])), true, signed);
  }
  const other = webhooks.getExpectedTwilioSignature(token, called.replace('hub', 'hob'), { Body: '' });
  assert.equal(verifyTwilioSignature(token, other, called, new Map([['Body', ['']]])), false);
});

test('keeps blank values, spaces at the ends, and each of several values', () => {
  const form = readForm(new URLSearchParams('Body=&From=++a+&MediaUrl0=b&MediaUrl0=a&MediaUrl0=b'));
  assert.deepEqual(
    [...form],
    [
      ['Body', ['']],
      ['From', ['  a ']],
      ['MediaUrl0', ['b', 'a', 'b']],
    ],
  );
});

test('compares the hash of a JSON body', () => {
  const hash = createHash('sha256').update('{"a":1}').digest('hex');
  assert.equal(verifyBodyHash(Buffer.from('{"a":1}'), hash), true);
  assert.equal(verifyBodyHash(Buffer.from('{"a":1}'), hash.toUpperCase()), true);
  assert.equal(verifyBodyHash(Buffer.from('{"a":2}'), hash), false);
  assert.equal(verifyBodyHash(Buffer.from('{"a":1}'), ''), false);
});
