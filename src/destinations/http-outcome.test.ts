import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import { ForbiddenAddressError, type HttpResponse } from '../support/request.ts';
import { failureOfRequest, failureOfStatus } from './http-outcome.ts';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

function answer(status: number, headers: HttpResponse['headers'] = {}) {
  const response: HttpResponse = { status, headers, body: new Uint8Array(), text: () => '' };
  return failureOfStatus(response, { service: 'the webhook', now });
}

test('2xx is no failure', () => {
  for (const status of [200, 201, 202, 204, 299]) assert.equal(answer(status), null);
});

test('what may pass is temporary', () => {
  for (const status of [408, 425, 429, 500, 502, 503, 504, 599])
    assert.ok(answer(status) instanceof TemporaryDeliveryError, String(status));
});

test('Retry-After is honoured, in seconds and as a date', () => {
  const seconds = answer(429, { 'retry-after': '30' });
  assert.ok(seconds instanceof TemporaryDeliveryError && seconds.retryAfterMs === 30_000);
  const date = answer(503, { 'retry-after': 'Sun, 22 Nov 2026 12:01:00 GMT' });
  assert.ok(date instanceof TemporaryDeliveryError && date.retryAfterMs === 60_000);
  const none = answer(500);
  assert.ok(none instanceof TemporaryDeliveryError && none.retryAfterMs === undefined);
});

test('what will not pass is permanent, and only 410 says that the destination is gone', () => {
  for (const status of [300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 410, 413, 422]) {
    const failure = answer(status);
    assert.ok(failure instanceof PermanentDeliveryError, String(status));
    assert.equal(failure.gone, status === 410);
  }
});

test('network trouble is temporary and named by its code alone', () => {
  const cause = Object.assign(new Error('connect to https://hooks.example.com/services/T0/B0/geheim'), {
    code: 'ECONNREFUSED',
  });
  const failure = failureOfRequest(new Error('fetch failed', { cause }), 'the webhook');
  assert.ok(failure instanceof TemporaryDeliveryError);
  assert.equal(failure.message, 'the webhook could not be reached (ECONNREFUSED)');
});

test('a forbidden address is permanent and says what to do', () => {
  const failure = failureOfRequest(new ForbiddenAddressError('127.0.0.1'), 'the webhook');
  assert.ok(failure instanceof PermanentDeliveryError);
  assert.match(failure.message, /network\.allowHosts/);
});

test('an attempt that was ended says that no answer came', () => {
  const failure = failureOfRequest(new Error('aborted'), 'Slack', AbortSignal.abort());
  assert.ok(failure instanceof TemporaryDeliveryError);
  assert.equal(failure.message, 'Slack gave no answer in time');
});
