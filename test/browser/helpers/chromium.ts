import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageFile from '../../../package.json' with { type: 'json' };

/** A Chromium that starts, and what it needs to. */
export interface Chromium {
  executablePath: string;
  /** The whole environment of its processes. */
  env: Record<string, string>;
}

const project = fileURLToPath(new URL('../../..', import.meta.url));
const unpacker = fileURLToPath(new URL('unpack-chromium.ts', import.meta.url));
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The one that KEYPIGEON_CHROMIUM names; else the system's; else, on Linux with an x64 processor, the one that came by
 * npm, which needs no library that Debian's base system lacks. Throws in one line that says what to install.
 */
export async function findChromium(): Promise<Chromium> {
  const env = plainEnvironment();
  const named = process.env.KEYPIGEON_CHROMIUM;
  if (named !== undefined) {
    const { works, said } = await tryVersion(named, env);
    if (works) return { executablePath: named, env };
    throw new Error(`KEYPIGEON_CHROMIUM names ${named}, which does not start as Chromium: ${said}`);
  }
  for (const executablePath of [...onPath(), ...applications].filter((path) => existsSync(path))) {
    // Ubuntu has a command of this name that only says which package to install.
    if ((await tryVersion(executablePath, env)).works) return { executablePath, env };
  }
  if (process.platform === 'linux' && process.arch === 'x64') return await unpacked(env);
  throw new Error(
    'There is no browser for these tests: install Chromium (Debian, Raspberry Pi OS: apt-get install chromium; macOS: brew install --cask chromium) or Chrome, or name one by KEYPIGEON_CHROMIUM',
  );
}

function plainEnvironment(): Record<string, string> {
  const known = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(known.filter(([name]) => !/_proxy$/i.test(name)));
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return commands.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** What `--version` answers; a missing library is told here too. */
function tryVersion(path: string, env: Record<string, string>): Promise<{ works: boolean; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(path, ['--version'], { env, timeout: 20_000 });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
    child.on('error', (error) => resolve({ works: false, said: error.message }));
    child.on('close', (code) =>
      resolve({
        works: code === 0 && /Chrom|Edge/.test(said),
        said: said.trim().split('\n')[0] || `exit code ${code}`,
      }),
    );
  });
}

async function unpacked(env: Record<string, string>): Promise<Chromium> {
  const folder = await unpackOnce();
  const executablePath = join(folder, 'chromium');
  const withFonts = { ...env, FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  const libraries = [join(folder, 'al2023', 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const tries = [withFonts, { ...withFonts, LD_LIBRARY_PATH: libraries }];
  const words: string[] = [];
  for (const candidate of tries) {
    const { works, said } = await tryVersion(executablePath, candidate);
    if (works) return { executablePath, env: candidate };
    words.push(said);
  }
  throw new Error(
    `The Chromium that came by npm does not start here (${words.at(-1)}): install one (apt-get install chromium) or name one by KEYPIGEON_CHROMIUM`,
  );
}

/** Two test files may want it at once: each unpacks beside, and who is done first gives it its name. */
async function unpackOnce(): Promise<string> {
  const cache = join(project, 'node_modules', '.cache', 'keypigeon');
  const folder = join(cache, `chromium-${packageFile.devDependencies['@sparticuz/chromium']}`);
  if (isWhole(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const beside = mkdtempSync(`${folder}-`);
  try {
    await unpackInto(beside);
    writeFileSync(join(beside, 'fonts.conf'), fontSettings(folder));
    renameSync(beside, folder);
  } catch (error) {
    if (!isWhole(folder)) throw error;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  return folder;
}

function isWhole(folder: string): boolean {
  try {
    accessSync(join(folder, 'fonts.conf'), constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The package unpacks into the temporary folder, and brings its libraries along only where it takes itself to be on AWS. */
function unpackInto(folder: string): Promise<void> {
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [unpacker], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (piece) => (said += String(piece)));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`Chromium could not be unpacked into ${folder}: ${said}`)),
    );
  });
}

/** The same letters on every machine; the system's fonts have what these lack. */
function fontSettings(folder: string): string {
  const folders = [join(folder, 'fonts', 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((path) => `  <dir>${path}</dir>`).join('\n')}
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
}
