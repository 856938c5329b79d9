import type { Logger } from './logger.ts';

/** Runs what closes the parts, the last one first, and forgets it. One that does not close must not keep the others open. */
export async function closeInReverse(closing: (() => unknown)[], log: Logger): Promise<void> {
  for (let end = closing.pop(); end !== undefined; end = closing.pop()) {
    await Promise.resolve(end)
      .then((run) => run())
      .catch((error: unknown) => log.error({ err: error }, 'a part did not close cleanly'));
  }
}
