// Builds the web app into build/web, each file also compressed as browsers take it; `npm ci` calls this.
//
//   npm run build     after a change in web
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = fileURLToPath(new URL('../web', import.meta.url));
const built = fileURLToPath(new URL('../build/web', import.meta.url));
const compressed = new Set(['.html', '.js', '.css', '.svg', '.webmanifest']);

const major = Number(process.versions.node.split('.')[0]);
const vite = await import('vite').catch(() => undefined);
if (major < 24) {
  process.stderr.write(`The web app is not built: it needs Node 24, and this is Node ${process.versions.node}\n`);
} else if (vite === undefined) {
  // An install without the tools for development may come with the app built already.
  if (!existsSync(built))
    process.stderr.write('The web app is not built: Vite is not installed; run `npm ci` without --omit=dev\n');
} else {
  await vite.build({ root: web, configFile: join(web, 'vite.config.ts'), logLevel: 'warn' });
  nameFiles();
  for (const path of readdirSync(built, { recursive: true, encoding: 'utf8' })) compress(join(built, path));
}

/** Tells the service worker what it keeps: all files of the app but itself, and a name that changes with any of them. */
function nameFiles() {
  const paths = readdirSync(built, { recursive: true, encoding: 'utf8' }).map((path) => path.split(sep).join('/'));
  const files = paths.filter((path) => extname(path) !== '' && path !== 'service-worker.js').sort();
  const hash = createHash('sha256');
  for (const path of files) hash.update(path).update(readFileSync(join(built, path)));
  const list = { version: hash.digest('hex').slice(0, 16), files: files.map((path) => `/${path}`) };
  const worker = join(built, 'service-worker.js');
  const code = readFileSync(worker, 'utf8');
  if (!code.includes('BUILT')) throw new Error(`${worker} does not ask for the list of files by the name BUILT`);
  writeFileSync(worker, `const BUILT = ${JSON.stringify(list)};\n${code}`);
}

function compress(file) {
  if (!compressed.has(extname(file))) return;
  const bytes = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
}
