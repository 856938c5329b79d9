import { seededRandom } from './random.ts';
import { type Target, targets } from './targets.ts';

/**
 * Runs `count` rounds, each with a seed of its own from `seed` on. Rejects at the first that fails, with the seed that
 * repeats it.
 */
export async function runRounds(name: string, { seed, count }: { seed: number; count: number }): Promise<void> {
  const target = targetNamed(name);
  for (let round = 0; round < count; round += 1) {
    const own = (seed + round) >>> 0;
    try {
      const done = target(seededRandom(own));
      if (done instanceof Promise) await done;
    } catch (cause) {
      const again = `npm run fuzz -- --target ${name} --seed ${own} --count 1`;
      throw new Error(`${name} fails with seed ${own}, the same again by \`${again}\``, { cause });
    }
  }
}

function targetNamed(name: string): Target {
  const target = targets[name];
  if (target === undefined) throw new Error(`There is no target ${name}: one of ${Object.keys(targets).join(', ')}`);
  return target;
}
