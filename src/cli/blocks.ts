import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import { type BlockJson, blocksJson, liftById } from '../http/routes/blocks.ts';
import { systemClock } from '../support/clock.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { createHubClient, isRunning, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';
import { formatTable, formatTime, oneLine } from './terminal.ts';

/** `keypigeon blocks` and `blocks lift ID`. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const { values, positionals } = readArguments('blocks', args, { json: { type: 'boolean' } }, 2);
  const [action, id] = positionals;
  const settings = readEnvironment(env);
  if (action !== undefined && action !== 'lift')
    throw refuse('blocks', `there is no ${JSON.stringify(action)}; expected lift, or nothing for the list`);
  if (action === 'lift') {
    if (id === undefined) throw refuse('blocks', 'lift takes the id of a block, as keypigeon blocks shows it');
    await lift(settings, id);
  }
  const blocks = await blocksOf(settings);
  stdout.write(values.json ? blocks.map((one) => `${JSON.stringify(one)}\n`).join('') : formatBlocks(blocks));
  return 0;
};

async function blocksOf(settings: EnvironmentSettings): Promise<BlockJson[]> {
  const address = localHub(settings.dataFolder);
  if (!(await isRunning(address)))
    return withStore(settings, ({ database }) => blocksJson(database, systemClock.now()));
  return (await createHubClient(address).get<{ blocks: BlockJson[] }>('/api/v1/verification-blocks')).blocks;
}

async function lift(settings: EnvironmentSettings, id: string): Promise<void> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address))
    return createHubClient(address).delete(`/api/v1/verification-blocks/${encodeURIComponent(id)}`);
  await withStore(settings, ({ database }) => liftById(database, id, systemClock.now()));
}

function formatBlocks(blocks: readonly BlockJson[]): string {
  if (blocks.length === 0) return 'Nothing is blocked.\n';
  const rows = blocks.map((block) => [
    oneLine(block.app.name ?? block.app.accountSid),
    block.scope === 'checks' ? 'nothing' : block.scope === 'region' ? block.place : `${block.place}…`,
    reasonOf(block),
    `until ${formatTime(block.until)}`,
    block.id,
  ]);
  return formatTable(['app', 'blocked', 'why', 'until', 'id'], rows);
}

function reasonOf({ reason, counted }: BlockJson): string {
  const of = counted === null ? '' : ` (${counted.good} of ${counted.tried})`;
  if (reason === 'few-entered') return `hardly any code is entered${of}`;
  if (reason === 'many-numbers') return 'many numbers that begin alike';
  return `most codes that come are wrong${counted === null ? '' : `, ${counted.good} of ${counted.tried} are right`}`;
}
