import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runRounds } from '../scripts/fuzz/rounds.ts';
import { targets } from '../scripts/fuzz/targets.ts';

/** The same rounds each time; `npm run fuzz` begins elsewhere each time. */
const rounds = { seed: 1, count: 3000 };

describe('rubbish from outside', () => {
  for (const name of Object.keys(targets)) test(name, () => runRounds(name, rounds));

  test('what fails is named with the seed that repeats it', async () => {
    targets.broken = (random) => assert.ok(random.below(10) < 9);
    try {
      const failure = await runRounds('broken', rounds).then(
        () => undefined,
        (error: Error) => error,
      );
      const [, seed] = /seed (\d+)/.exec(failure?.message ?? '') ?? [];
      await assert.rejects(
        runRounds('broken', { seed: Number(seed), count: 1 }),
        /npm run fuzz -- --target broken --seed/,
      );
      await assert.rejects(runRounds('nothing', rounds), /no target nothing: one of at, /);
    } finally {
      delete targets.broken;
    }
  });
});
