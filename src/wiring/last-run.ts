import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The node that ran on this data folder before, null for the first one; from now on it is `nodeId`. That node is gone for
 * sure, since this process holds the folder's lock: its deliveries need not wait until its heartbeat counts as lost.
 */
export function replaceLastRun(dataFolder: string, nodeId: string): string | null {
  const file = join(dataFolder, 'node');
  const last = readOptional(file);
  writeFileSync(file, `${nodeId}\n`);
  return last;
}

function readOptional(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}
