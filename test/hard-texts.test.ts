import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { judge, type LabelledText } from '../scripts/accuracy/judge.ts';
import { total } from '../scripts/accuracy/total.ts';

/** Written by hand for measuring, as services write and with no text that anybody got; free to use; numbers of phones are invented. */
const rows = readFileSync(new URL('fixtures/hard-texts.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as LabelledText)
  .filter((row) => row.contested === undefined);

test('every code of the hard texts is found, and none where there is none', () => {
  const judged = rows.map(judge);
  const { withCode, withoutCode, exact } = total(judged);
  assert.ok(withCode > 40 && withoutCode > 20);
  assert.deepEqual(
    judged.filter(({ outcome }) => outcome !== 'exact').flatMap(({ errors }) => errors),
    [],
  );
  assert.equal(exact, withCode);
});

test('the service of a hard text is named as its reader knows it', () => {
  const { likeService } = total(rows.map(judge));
  // Three are not in their texts: whoever labelled them knew who sends such a text.
  assert.ok(likeService.labelled - likeService.right <= 3);
});
