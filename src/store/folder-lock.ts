import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { KeypigeonError } from '../domain/errors.ts';

/** Makes the data folder if need be and checks that it can be written. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? 'error';
    throw new KeypigeonError(
      'folder-not-writable',
      `the data folder ${folder} cannot be written (${code}); make it writable, or set KEYPIGEON_DATA to one that is`,
      { cause },
    );
  }
}

/**
 * Makes this process the only hub on a data folder. The lock is an exclusive lock of a small SQLite file, which the
 * kernel gives back when the process ends in whatever way.
 */
export function lockDataFolder(folder: string): { release(): void } {
  const lock = openLock(folder);
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    if (!String((cause as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw cause;
    throw new KeypigeonError(
      'folder-locked',
      `another hub serves the data folder ${folder}; stop it first, or set KEYPIGEON_DATA to another folder`,
      { cause },
    );
  }
  return { release: () => void lock.close() };
}

function openLock(folder: string): SQLite.Database {
  try {
    return new SQLite(join(folder, 'hub.lock'), { timeout: 0 });
  } catch (cause) {
    throw new KeypigeonError('folder-not-writable', `the data folder ${folder} cannot be written; make it writable`, {
      cause,
    });
  }
}
