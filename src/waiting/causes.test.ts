import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unknownLineStatus } from '../domain/line-status.ts';
import { defaultDelayMs, usualDelay } from '../domain/wait.ts';
import { adviceFor } from './advice.ts';
import { causesOf, type SeenLine, type WaitSight } from './causes.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 23, 8, 0);
const line: SeenLine = {
  id: 'burner',
  number: '+15550100001',
  status: { ...unknownLineStatus, sim: 'ready', registration: 'home', signalDbm: -71, lastTextAt: now - 3_600_000 },
  sources: [{ id: 'stick', trouble: null }],
};
const well: WaitSight = {
  now,
  startedAt: now - 60_000,
  service: 'GitHub',
  lines: [line],
  heardAt: now - day,
  meanwhile: [],
};
const having = (status: Partial<SeenLine['status'] & object>): WaitSight => ({
  ...well,
  lines: [{ ...line, status: { ...unknownLineStatus, ...line.status, ...status } }],
});
const codes = (sight: WaitSight) => causesOf(sight).map(({ code }) => code);

describe('causes', () => {
  test('there is none where all is well', () => assert.deepEqual(causesOf(well), []));

  const cases: [string, WaitSight, RegExp][] = [
    ['sim-missing', having({ sim: 'missing' }), /^Line burner has no SIM/],
    ['sim-locked', having({ sim: 'pin' }), /wants its PIN\.$/],
    ['not-registered', having({ registration: 'none' }), /on no network/],
    ['weak-signal', having({ signalDbm: -109 }), /weak \(-109 dBm\)/],
    ['store-full', having({ storageUsed: 20, storageTotal: 20 }), /full, and the network holds back/],
    ['nothing-arrived', having({ lastTextAt: now - 4 * day }), /since 2026-11-19 08:00 UTC \(4 days ago\)/],
    ['nothing-arrived', having({ lastTextAt: null }), /^No text ever came to line burner\.$/],
    ['never-heard', { ...well, heardAt: null }, /^GitHub was never heard on line burner\.$/],
    ['long-silent', { ...well, heardAt: now - 36 * day }, /2026-10-18 08:00 UTC \(5 weeks ago\)/],
    ['no-source', { ...well, lines: [{ ...line, sources: [] }] }, /has no source/],
    [
      'source-failing',
      { ...well, lines: [{ ...line, sources: [{ id: 'stick', trouble: 'it does not answer' }] }] },
      /^Source stick of line burner does not work: it does not answer\.$/,
    ],
    [
      'others-arrived',
      { ...well, meanwhile: [{ isOfService: false, hasCode: true, wonBy: null }] },
      /^Another text came meanwhile, so the line works/,
    ],
    [
      'went-to-other',
      { ...well, meanwhile: [{ isOfService: true, hasCode: true, wonBy: 'Ann' }] },
      /^A code of GitHub came, but Ann began to wait earlier/,
    ],
  ];
  for (const [code, sight, words] of cases)
    test(code, () => {
      const causes = causesOf(sight);
      assert.deepEqual(
        causes.map((cause) => cause.code),
        [code],
      );
      assert.match(causes[0]?.text ?? '', words);
    });

  test('a text of the service without a code is named, and says that the line works', () => {
    const sight = { ...well, meanwhile: [{ isOfService: true, hasCode: false, wonBy: null }] };
    assert.deepEqual(codes(sight), ['no-code-in-text', 'others-arrived']);
  });

  test('who may look at no line hears of the past only', () => {
    assert.deepEqual(codes({ ...well, lines: [], heardAt: null }), ['never-heard']);
    assert.deepEqual(codes({ ...well, lines: [], service: null, heardAt: null }), []);
  });
});

describe('advice', () => {
  test('says what to mend first, then what to compare, and what to ask the carrier', () => {
    const advice = adviceFor(causesOf(having({ registration: 'none' })), [line]);
    assert.match(advice[0] ?? '', /^See that the SIM gets on its network/);
    assert.match(advice[1] ?? '', /those of line burner are …0001\.$/);
    assert.ok(advice.some((one) => one.includes('premium SMS')));
    assert.ok(advice.some((one) => one.includes('VoIP')));
    assert.ok(advice.some((one) => one.includes('call you')));
    for (const one of advice) assert.match(one, /^[A-Z].*\.$/);
  });

  test('names no number where several lines may be meant, or none', () => {
    for (const lines of [[line, line], [], [{ id: 'mail', number: null }]])
      assert.doesNotMatch(adviceFor([], lines).join(' '), /0001/);
  });
});

describe('the usual delay', () => {
  test('is the median of what was, and a minute where nothing was', () => {
    assert.equal(usualDelay([]), defaultDelayMs);
    assert.equal(usualDelay([12_000, 90_000, 20_000]), 20_000);
    assert.equal(usualDelay([20_000, 40_000]), 30_000);
    assert.equal(usualDelay([1_000]), 10_000, 'not sooner than a network needs');
  });
});
