// Lets programs that are not ours use what we made: `npm run crosscheck`. It needs some of Debian's packages, and says
// which; `--missing` prints only those that are not installed.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { CheckResult } from './crosscheck/check.ts';
import { crosscheckGammu } from './crosscheck/gammu.ts';
import { crosscheckGammuSmsd } from './crosscheck/gammu-smsd.ts';
import { crosscheckGnokii } from './crosscheck/gnokii.ts';
import { crosscheckHilink } from './crosscheck/hilink.ts';
import { crosscheckSmstools } from './crosscheck/smstools.ts';

/** A new crosscheck is a file in scripts/crosscheck and one line here. */
const crosschecks: (() => Promise<CheckResult[]>)[] = [
  crosscheckHilink,
  crosscheckGammu,
  crosscheckGammuSmsd,
  crosscheckSmstools,
  crosscheckGnokii,
];

/** Debian's own Python: modules that apt installs are not seen by another one. */
const python = '/usr/bin/python3';

/** What the crosschecks need, by Debian package, each with a command that works once it is there. */
const packages: Record<string, [command: string, ...args: string[]]> = {
  curl: ['curl', '--version'],
  gammu: ['gammu', '--version'],
  'gammu-smsd': ['gammu-smsd', '--version'],
  gnokii: ['gnokii', '--version'],
  'libxml2-utils': ['xmllint', '--version'],
  python3: [python, '--version'],
  'python3-requests': [python, '-c', 'import requests'],
  'python3-xmltodict': [python, '-c', 'import xmltodict'],
  smstools: ['smsd', '-V'],
};

const missing = Object.entries(packages)
  .filter(([, [command, ...args]]) => spawnSync(command, args, { stdio: 'ignore' }).status !== 0)
  .map(([name]) => name);

if (process.argv.includes('--missing')) process.stdout.write(missing.map((name) => `${name}\n`).join(''));
else process.exitCode = await crosscheckAll();

async function crosscheckAll(): Promise<number> {
  if (missing.length > 0) {
    process.stderr.write(
      `Programs are missing: ${missing.join(', ')}; install them: apt-get update && apt-get install -y ${missing.join(' ')}\n`,
    );
  }
  forgetProxies();
  const results: CheckResult[] = [];
  for (const crosscheck of crosschecks) results.push(...(await crosscheck()));
  for (const { name, outcome, detail } of results) {
    process.stdout.write(`${outcome === 'passed' ? '✔' : '✖'} ${name}: ${detail}\n`);
  }
  const failed = results.filter(({ outcome }) => outcome === 'failed').length;
  process.stdout.write(`\nℹ pass ${results.length - failed}\nℹ fail ${failed}\n`);
  return failed === 0 && results.length > 0 ? 0 : 1;
}

/** curl and Python would ask the machine's proxy for 127.0.0.1. */
function forgetProxies(): void {
  for (const name of Object.keys(process.env)) {
    if (/_proxy$/i.test(name)) delete process.env[name];
  }
}
