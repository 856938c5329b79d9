// Writes the pages of docs/ that are made from the code: `npm run docs`.
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { pages } from './docs/pages.ts';

for (const [path, make] of Object.entries(pages)) {
  await writeFile(new URL(`../${path}`, import.meta.url), await make());
  process.stdout.write(`${path}\n`);
}
