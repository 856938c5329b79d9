import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../../test/helpers/serial-source.ts';
import { watchDevice } from './device-watch.ts';

function watched(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'keypigeon-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const node = join(folder, 'ttyUSB0');
  const link = join(folder, 'by-id');
  writeFileSync(node, '');
  symlinkSync(node, link);
  let gone = 0;
  const end = watchDevice(link, () => {
    gone += 1;
  });
  t.after(end);
  return { node, link, end, gone: () => gone };
}

test('a port that is pulled out is noticed once', async (t) => {
  const { node, gone } = watched(t);
  rmSync(node);
  await until('noticed', () => gone() > 0);
  await delay(700);
  assert.equal(gone(), 1);
});

test('a port whose name is another one now is gone', async (t) => {
  const { node, gone } = watched(t);
  writeFileSync(`${node}.new`, '');
  renameSync(`${node}.new`, node);
  await until('noticed', () => gone() === 1);
});

test('a link that is made anew means nothing, and after the end nothing is told', async (t) => {
  const { node, link, end, gone } = watched(t);
  rmSync(link);
  await delay(700);
  assert.equal(gone(), 0);
  end();
  rmSync(node);
  await delay(700);
  assert.equal(gone(), 0);
});
