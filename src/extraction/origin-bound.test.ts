import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOriginBound } from './origin-bound.ts';

const bound: [text: string, code: string, domain: string, embedded?: string][] = [
  ['@example.com #747723', '747723', 'example.com'],
  ['Your code is 747723.\n\n@example.com #747723', '747723', 'example.com'],
  ['Your code is 747723.\r\n\r\n@example.com #747723\r\n', '747723', 'example.com'],
  ['@example.com #747723 @pay.example', '747723', 'example.com', 'pay.example'],
  ['@example.com #747723 @pay.example and more', '747723', 'example.com', 'pay.example'],
  ['@example.com #747723  @pay.example', '747723', 'example.com'],
  ['@example.com #747723 and more', '747723', 'example.com'],
  ['@example.com #a-B_7*$@🔑', 'a-B_7*$@🔑', 'example.com'],
  ['@example.com #one#two', 'one', 'example.com'],
  ['@EXAMPLE.com #1', '1', 'example.com'],
  ['@bücher.example #1', '1', 'xn--bcher-kva.example'],
  // A host alone in the last line is passed over.
  ['@example.com #747723\n@pay.example', '747723', 'example.com'],
  // The older form of an embedded host is not read.
  ['@example.com #747723 %pay.example', '747723', 'example.com'],
];

for (const [text, code, domain, embeddedDomain = null] of bound) {
  test(`is bound: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseOriginBound(text), { code, domain, embeddedDomain });
  });
}

const unbound = [
  '',
  '@example.com',
  '@example.com #',
  '@example.com  #747723',
  '@example.com\t#747723',
  '@example.com code #747723',
  '#747723 @example.com',
  ' @example.com #747723',
  'Your code: @example.com #747723',
  '@example.com #747723\nThe end',
  '@example.com #747723\n%pay.example',
  '@example.com:8443 #747723',
  '@example.com/login #747723',
  '@https://example.com #747723',
  '@ann@example.com #747723',
  '@192.0.2.1 #747723',
  '@%65xample.com #747723',
  '@[::1] #747723',
];

for (const text of unbound) {
  test(`is not bound: ${JSON.stringify(text)}`, () => assert.equal(parseOriginBound(text), null));
}
