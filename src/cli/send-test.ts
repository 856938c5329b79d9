import { readEnvironment } from '../config/environment.ts';
import type { TestResult } from '../http/api.ts';
import { readArguments } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { createHubClient, localHub } from './hub-client.ts';
import { formatDuration, oneLine } from './terminal.ts';

/** `keypigeon send-test`: a test code to one destination or all of them, at once; each answer as it comes. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const { values, positionals } = readArguments('send-test', args, { json: { type: 'boolean' } }, 1);
  const client = createHubClient(localHub(readEnvironment(env).dataFolder));
  const list = async () => (await client.get<{ destinations: { id: string }[] }>('/api/v1/destinations')).destinations;
  const ids = positionals.length > 0 ? positionals : (await list()).map(({ id }) => id);
  if (ids.length === 0) stdout.write('There is no destination yet.\n');
  const results = await Promise.all(
    ids.map(async (id) => {
      const result = await client.post<TestResult>(`/api/v1/destinations/${encodeURIComponent(id)}/test`);
      stdout.write(values.json ? `${JSON.stringify(result)}\n` : formatResult(result));
      return result;
    }),
  );
  return results.every(({ outcome }) => outcome === 'sent') ? 0 : 1;
};

const words: Record<TestResult['outcome'], string> = {
  sent: 'taken',
  temporary: 'not taken now',
  permanent: 'refused',
  unknown: 'unknown whether it left',
};

function formatResult({ destination, outcome, detail, durationMs }: TestResult): string {
  const why = detail === null ? '' : `: ${oneLine(detail)}`;
  return `${destination}: ${words[outcome]} after ${formatDuration(durationMs)}${why}\n`;
}
