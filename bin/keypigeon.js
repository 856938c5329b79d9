#!/usr/bin/env node
// Plain JavaScript, so that an older Node can read it and say what is wrong instead of a syntax error.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `keypigeon needs Node 24 or newer, but this is Node ${process.versions.node}; run it by \`npm run -s keypigeon -- …\` or \`npm start\`, which use the Node that \`npm ci\` installs\n`,
  );
  process.exit(2);
}
// What the hub writes (store, key, socket, caches) is for its own user only.
process.umask(0o077);
const { enableCompileCache } = await import('node:module');
const dataFolder = resolve(process.env.KEYPIGEON_DATA ?? 'data');
// Only `serve` makes the data folder; other commands, and its own --help, must not leave one behind where they are called.
const serves = process.argv[2] === 'serve' && process.argv.length === 3;
if (serves || existsSync(dataFolder)) enableCompileCache(join(dataFolder, 'compile-cache'));
const { main } = await import('../src/main.ts');
await main(process.argv.slice(2), process.env);
