import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { EnvironmentSettings } from '../config/environment.ts';
import { type Clock, sleep } from '../support/clock.ts';

/** Path of the provisioning file; null where there is none and the user named none. */
export function provisioningFile({ configFile }: EnvironmentSettings): string | null {
  return configFile.required || existsSync(configFile.path) ? configFile.path : null;
}

/** How often the file is looked at, ms: by its times, which also works for mounts and files that editors replace. */
const lookEveryMs = 1_000;
/** A file that did not change for so long is written to its end, ms: half of one may be valid, and say less. */
const settledMs = 250;

/**
 * Calls `apply` with the file's text each time the file changed, one call at a time, and at each call of `again`. A file
 * that is gone changes nothing.
 */
export function watchConfigFile(
  path: string,
  clock: Clock,
  apply: (text: string) => Promise<void>,
): { again(): void; close(): Promise<void> } {
  const closing = new AbortController();
  let work = Promise.resolve();
  const look = () => {
    work = work.then(async () => {
      const text = await readSettled(path, clock, closing.signal);
      if (text !== null && !closing.signal.aborted) await apply(text);
    });
  };
  const onChange = (now: { mtimeMs: number }) => {
    if (now.mtimeMs > 0) look();
  };
  watchFile(path, { interval: lookEveryMs, persistent: false }, onChange);
  return {
    again: look,
    async close() {
      unwatchFile(path, onChange);
      closing.abort();
      await work;
    },
  };
}

async function readSettled(path: string, clock: Clock, signal: AbortSignal): Promise<string | null> {
  let text = read(path);
  while (text !== null && !signal.aborted) {
    await sleep(clock, settledMs, signal).catch(() => undefined);
    const later = read(path);
    if (later === text) return text;
    text = later;
  }
  return null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
