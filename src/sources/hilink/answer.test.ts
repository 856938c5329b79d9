import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResponse } from '../../support/request.ts';
import { readAnswer } from './answer.ts';
import { DeviceError, UnreadableAnswerError } from './errors.ts';

function response(body: string, status = 200): HttpResponse {
  const bytes = Buffer.from(body, 'utf8');
  return { status, headers: { 'content-type': 'text/html' }, body: bytes, text: () => body };
}

const unsupported = (error: unknown) => error instanceof DeviceError && error.code === 100002 && !error.fromDevice;

test('the root element decides, not status or content type', () => {
  assert.equal(readAnswer('x', response('<?xml version="1.0"?><response>OK</response>')).text, 'OK');
  assert.equal(readAnswer('x', response('<config><login>1</login></config>', 500)).name, 'config');
  assert.throws(
    () => readAnswer('user/login', response('<error><code>108006</code><message></message><count>2</count></error>')),
    (error) => error instanceof DeviceError && error.code === 108006 && error.count === 2,
  );
  assert.throws(
    () => readAnswer('x', response('<error><code>-1</code></error>')),
    (error) => error instanceof DeviceError && error.code === -1,
  );
});

test('a number that is too long for a code is not shown', () => {
  assert.throws(
    () => readAnswer('x', response('<error><code>15550100003</code></error>')),
    (error) => error instanceof DeviceError && error.code === 100001 && !error.message.includes('1555'),
  );
});

test('a page or a redirect means that the call is not offered', () => {
  assert.throws(() => readAnswer('x', response('\r\n<!DOCTYPE html><html><br></html>')), unsupported);
  assert.throws(() => readAnswer('x', response('<HTML><body>')), unsupported);
  assert.throws(() => readAnswer('x', response('', 307)), unsupported);
  assert.throws(() => readAnswer('x', response('not found', 404)), unsupported);
});

test('anything else is said in one line, without what it held', () => {
  for (const body of ['{"code": 4242}', '[]', '', 'code 4242', '<response><Content>4242']) {
    assert.throws(
      () => readAnswer('sms/sms-list', response(body)),
      (error) =>
        error instanceof UnreadableAnswerError &&
        error.message.includes('sms/sms-list') &&
        !error.message.includes('4242'),
    );
  }
});
