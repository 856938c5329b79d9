import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nothingFound } from '../domain/code.ts';
import { extractLines } from './extract-lines.ts';

describe('lines for extract', () => {
  test('are answered one by one; a bad one is answered too and named without its text', () => {
    const good = '{"text":"Your Example code is 123456.","sender":"+15550100007"}';
    const bad = [
      'secret 1',
      '5',
      'null',
      '"secret"',
      '[]',
      '{}',
      '{"text":7}',
      '{"text":"x","sender":7}',
      '{"text":"x","receivedAt":"noon"}',
      null,
    ];
    const { answers, problems } = extractLines({ first: 11, lines: [good, ...bad, good] });
    const rows = answers
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { code: string | null });
    assert.equal(rows.length, bad.length + 2);
    assert.equal(rows.at(0)?.code, '123456');
    assert.equal(rows.at(-1)?.code, '123456');
    for (const row of rows.slice(1, -1)) assert.deepEqual(row, nothingFound);
    assert.equal(problems.length, bad.length);
    assert.match(problems[0] ?? '', /^line 12: this is not JSON; expected/);
    assert.match(problems.at(-2) ?? '', /^line 20: expected a time with its zone in "receivedAt"/);
    assert.match(problems.at(-1) ?? '', /^line 21: longer than 1048576 characters$/);
    assert.doesNotMatch(problems.join(), /secret/);
  });

  test('a sender or a time that is null counts as none', () => {
    const { problems } = extractLines({ first: 1, lines: ['{"text":"hello","sender":null,"receivedAt":null}'] });
    assert.deepEqual(problems, []);
  });

  test('blank lines are passed over, and counted', () => {
    const { answers, problems } = extractLines({ first: 1, lines: ['', '{"text":"hello"}\r', ' \t\r', 'bad', ''] });
    assert.equal(answers.split('\n').length, 3);
    assert.deepEqual(
      problems.map((problem) => problem.split(':')[0]),
      ['line 4'],
    );
  });
});
