import { readFileSync } from 'node:fs';
import { text as readText } from 'node:stream/consumers';
import { readEnvironment } from '../config/environment.ts';
import { exampleConfiguration } from '../config/example.ts';
import { exportConfiguration } from '../config/export.ts';
import { destinationKinds } from '../destinations/index.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { ApplyResult } from '../http/api.ts';
import { providerKinds } from '../providers/index.ts';
import { sourceKinds } from '../sources/index.ts';
import { loadConfiguration } from '../store/configuration.ts';
import { lockDataFolder, prepareDataFolder } from '../store/folder-lock.ts';
import { openStore } from '../store/open-store.ts';
import { systemClock } from '../support/clock.ts';
import { systemRandom } from '../support/random.ts';
import { applyProvisioning } from '../wiring/provisioning.ts';
import { readArguments, refuse } from './arguments.ts';
import { checkConfiguration } from './check-configuration.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { createHubClient, isRunning, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';

const kinds = { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds };

/** `keypigeon config check`, `apply`, `export` and `example`. */
export const run: RunCommand = async (args, surroundings) => {
  const { values, positionals } = readArguments('config', args, { json: { type: 'boolean' } }, 2);
  const [action, file] = positionals;
  if (file !== undefined && (action === 'export' || action === 'example')) {
    throw refuse('config', `${action} takes no file: it writes to standard output`);
  }
  const json = values.json === true;
  if (action === 'check') return check(file, json, surroundings);
  if (action === 'apply') return apply(file, json, surroundings);
  if (action === 'export') return exportStored(surroundings);
  if (action === 'example') return printExample(surroundings);
  const given = action === undefined ? 'what to do is missing' : `there is no ${JSON.stringify(action)}`;
  throw refuse('config', `${given}; expected check, apply, export or example`);
};

async function check(given: string | undefined, json: boolean, surroundings: Surroundings): Promise<number> {
  const { stdout, env } = surroundings;
  const { name, text } = await readFile(given, surroundings);
  const { problems, warnings } = checkConfiguration(text, name, kinds, env);
  if (json) stdout.write(`${JSON.stringify({ problems, warnings })}\n`);
  else {
    for (const line of problems) stdout.write(`${line}\n`);
    for (const line of warnings) stdout.write(`${line} (warning)\n`);
    if (problems.length === 0) stdout.write(`${name}: can be applied${warnings.length > 0 ? ', with warnings' : ''}\n`);
  }
  return problems.length === 0 ? 0 : 1;
}

async function apply(given: string | undefined, json: boolean, surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, env } = surroundings;
  const { name, text } = await readFile(given, surroundings);
  const { problems, warnings } = checkConfiguration(text, name, kinds, env);
  if (problems.length > 0) {
    for (const line of problems) stderr.write(`keypigeon: ${line}\n`);
    return 1;
  }
  const { applied } = await applyText(text, name, surroundings);
  for (const line of warnings) stderr.write(`${line} (warning)\n`);
  if (json) stdout.write(`${JSON.stringify({ applied, problems, warnings })}\n`);
  else stdout.write(`${name}: ${applied ? 'applied' : 'unchanged: this very file was applied before'}\n`);
  return 0;
}

/** By the hub where one runs, so that it takes effect at once; else in its store. */
async function applyText(text: string, name: string, { env }: Surroundings): Promise<Pick<ApplyResult, 'applied'>> {
  const settings = readEnvironment(env);
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) return createHubClient(address).putYaml('/api/v1/configuration', text);
  prepareDataFolder(settings.dataFolder);
  const lock = lockDataFolder(settings.dataFolder);
  try {
    const { database, keyring } = await openStore(settings, systemRandom);
    try {
      return await applyProvisioning({ database, keyring, clock: systemClock, kinds }, text, name, false);
    } finally {
      await database.close();
    }
  } finally {
    lock.release();
  }
}

async function exportStored({ env, stdout }: Surroundings): Promise<number> {
  const settings = readEnvironment(env);
  const address = localHub(settings.dataFolder);
  const yaml = (await isRunning(address))
    ? await createHubClient(address).getText('/api/v1/configuration')
    : await withStore(settings, async ({ database, keyring }) =>
        exportConfiguration(await loadConfiguration(database, keyring), kinds),
      );
  stdout.write(yaml);
  return 0;
}

async function printExample({ stdout }: Surroundings): Promise<number> {
  stdout.write(exampleConfiguration(kinds));
  return 0;
}

async function readFile(
  given: string | undefined,
  { env, stdin }: Surroundings,
): Promise<{ name: string; text: string }> {
  if (given === '-') return { name: 'standard input', text: await readText(stdin) };
  const name = given ?? readEnvironment(env).configFile.path;
  try {
    return { name, text: readFileSync(name, 'utf8') };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'error';
    const trouble = code === 'ENOENT' ? `there is no file ${name}` : `${name} cannot be read (${code})`;
    const start = 'keypigeon config example prints one to start from; or name a file, or set KEYPIGEON_CONFIG';
    const advice = given === undefined ? start : 'check the path';
    throw new KeypigeonError('invalid-configuration', `${trouble}; ${advice}`, { cause });
  }
}
