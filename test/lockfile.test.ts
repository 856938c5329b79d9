import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

describe('the lockfile', () => {
  it('keeps npm from compiling better-sqlite3, which brings its own binaries', () => {
    // npm does not write `gypfile` into a lockfile by itself; without it `npm ci` runs node-gyp, which fails on a machine
    // without Python and a compiler. After `npm install` has rewritten the lockfile, put it back.
    const lock = read('package-lock.json') as { packages: Record<string, { gypfile?: boolean }> };
    assert.equal(lock.packages['node_modules/better-sqlite3']?.gypfile, false);
    const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
    assert.equal(allowScripts['better-sqlite3'], false);
  });
});
