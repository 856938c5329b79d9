import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readQuestion, readTime } from './extract-question.ts';

describe('a question to extract', () => {
  test('holds a text with what is known of it', () => {
    const line = '{"text":"hello","sender":"Acme","receivedAt":"2026-11-22T09:00:00+01:00"}';
    assert.deepEqual(readQuestion(line), {
      text: 'hello',
      hints: { sender: 'Acme', receivedAt: Date.UTC(2026, 10, 22, 8) },
    });
  });

  test('takes a time with its zone, or milliseconds', () => {
    const time = Date.UTC(2026, 10, 22, 8);
    for (const given of ['2026-11-22T08:00Z', '2026-11-22T08:00:00.000Z', '2026-11-22T03:00:00-05:00', time]) {
      assert.equal(readTime(given), time, String(given));
    }
    assert.equal(readTime(null), undefined);
    assert.equal(readTime(undefined), undefined);
  });

  test('takes no time that would be another one elsewhere, or none at all', () => {
    const wrong = ['2026-11-22', '2026-11-22T08:00:00', '22.11.2026 08:00', '2026-13-22T08:00Z', '', 'noon', '1', 9e15];
    for (const given of [...wrong, true, {}, []]) assert.equal(readTime(given), null, JSON.stringify(given));
  });
});
