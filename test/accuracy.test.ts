import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { judge } from '../scripts/accuracy/judge.ts';
import { isLikeService, isSameService } from '../scripts/accuracy/service.ts';
import { total } from '../scripts/accuracy/total.ts';

const rows = [
  { text: 'Your Acme code is 481920', code: '481920', service: 'acme', lang: 'en' },
  { text: 'Your Acme code is 481920', code: '111111', lang: 'en' },
  { text: 'Nothing here', code: '481920', lang: 'en' },
  { text: 'Ihr Code lautet 481920', code: null, lang: 'de' },
  { text: 'See you at noon', code: null, lang: 'de' },
  { text: 'Your code is 481920', isCode: true, lang: 'en' },
  { text: 'Your code is 481920\n@acme.example #481920', code: '481920', domain: 'acme.example', lang: 'en' },
];

test('counts what is exact, wrong, missed and falsely found', () => {
  const sums = total(rows.map(judge));
  assert.deepEqual(sums, {
    texts: 7,
    withCode: 5,
    exact: 3,
    wrong: 1,
    missed: 1,
    withoutCode: 2,
    false: 1,
    service: { labelled: 1, right: 1 },
    likeService: { labelled: 1, right: 1 },
    domain: { labelled: 1, right: 1 },
    kind: { labelled: 0, right: 0 },
    lifetime: { labelled: 0, right: 0 },
  });
});

test('judges kind, lifetime and embedded host where a row names them', () => {
  const text = 'Acme: 481920 is your code, valid for 10 minutes.\n@acme.example #481920 @pay.example';
  const right = { text, code: '481920', kind: 'one-time-code', expires: 600, embedded: 'pay.example' };
  const verdicts = ({ kind, lifetime, domain }: ReturnType<typeof judge>) => ({ kind, lifetime, domain });
  assert.deepEqual(verdicts(judge(right)), { kind: true, lifetime: true, domain: true });
  const wrong = judge({ text, code: '481920', kind: 'sim-change', expiresInSeconds: null, domain: 'acme.example' });
  assert.deepEqual(verdicts(wrong), { kind: false, lifetime: false, domain: false });
  assert.deepEqual(
    wrong.errors.map((error) => error.split(': en ')[0]?.split(': und ')[0]),
    [
      'domain: expected acme.example, found acme.example pay.example',
      'kind: expected sim-change, found one-time-code',
      'lifetime: expected null, found 600',
    ],
  );
  // Other collections call something else a kind.
  assert.equal(judge({ text, code: '481920', kind: 'ham' }).kind, null);
  assert.equal(judge({ text: 'See you at noon', code: null, kind: null }).kind, true);
});

test('compares services by case, signs and the table, and parts of names apart', () => {
  for (const [expected, found] of [
    ['hdfc', 'HDFC Bank'],
    ['itau', 'Itaú'],
    ['mb way', 'MB-WAY'],
    ["mcdonald's", 'McDonald’s'],
  ] as const) {
    assert.ok(isSameService(expected, found), found);
  }
  for (const [expected, found] of [
    ['acme', 'Ihrem Acme'],
    ["mcdonald's", 'McDonald'],
    ['hdfc', 'HDFCBK-S'],
  ] as const) {
    assert.equal(isSameService(expected, found), false, found);
    assert.ok(isLikeService(expected, found), found);
  }
  assert.equal(isLikeService('acme', null), false);
  assert.equal(isLikeService('acme', 'Zalando'), false);
});

test('the command prints figures for files and languages, and errors where asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accuracy-'));
  const file = join(folder, 'texts.jsonl');
  const contested = { text: 'Your code is 481920', code: null, contested: 'who knows', lang: 'fr' };
  writeFileSync(file, [...rows, contested].map((row) => JSON.stringify(row)).join('\n'));
  const quiet = run(file);
  assert.match(
    quiet.stdout,
    /^texts\.jsonl +7 texts {2}exact 60\.00 % {2}wrong 1 {2}missed 1 {2}false positives 50\.00 % \(1\)/,
  );
  assert.match(quiet.stdout, /\n {2}de +2 texts/);
  assert.doesNotMatch(quiet.stdout, /fr|expected/);
  assert.match(run(file, '--errors').stdout, /wrong: expected 111111, found 481920: en "Your Acme code is 481920"/);
  writeFileSync(file, 'no JSON');
  const failed = run(file);
  assert.equal(failed.status, 2);
  assert.match(failed.stderr, /texts\.jsonl:1: expected a JSON line with "text" and "code"/);
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const script = fileURLToPath(new URL('../scripts/accuracy.ts', import.meta.url));
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}
