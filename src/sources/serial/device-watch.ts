import { realpathSync, type Stats, stat, statSync } from 'node:fs';

/**
 * How often the node of an open port is looked at. When a modem is pulled out, reads may give nothing for ever instead of
 * failing, and the native package repeats those without a pause and without end: then only the node tells.
 */
const lookEveryMs = 500;

/** Calls `onGone` once when the node at `path` is gone or has become another one. Call the result to end it. */
export function watchDevice(path: string, onGone: () => void): () => void {
  const node = nodeOf(path);
  let ended = false;
  const end = () => {
    ended = true;
    clearInterval(looking);
  };
  const gone = () => {
    if (ended) return;
    end();
    onGone();
  };
  const look = () =>
    stat(node.path, (error, now) => {
      if (error !== null || !isSame(node.stats, now)) gone();
    });
  const looking = setInterval(look, lookEveryMs).unref();
  return end;
}

/** Links come and go with the rules of udev; what they lead to is the port. */
function nodeOf(path: string): { path: string; stats: Stats | null } {
  try {
    const real = realpathSync(path);
    return { path: real, stats: statSync(real) };
  } catch {
    return { path, stats: null };
  }
}

/** The number of a port that was pulled out is soon given away again. */
function isSame(before: Stats | null, now: Stats): boolean {
  return before?.dev === now.dev && before.ino === now.ino && before.rdev === now.rdev;
}
