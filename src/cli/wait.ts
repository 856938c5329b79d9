import { KeypigeonError } from '../domain/errors.ts';
import { waitMinutes } from '../domain/wait.ts';
import type { MessageJson } from '../http/schemas/message.ts';
import type { WaitJson } from '../http/schemas/wait.ts';
import { systemClock } from '../support/clock.ts';
import { readArguments, readWhole } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { hubAddress } from './hub-address.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { pause } from './pause.ts';
import { formatTime, oneLine } from './terminal.ts';

const options = {
  line: { type: 'string' },
  minutes: { type: 'string', default: String(waitMinutes.usual) },
  url: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `keypigeon wait GitHub`: prints the code when it comes, and why it may not have come. */
export const run: RunCommand = async (args, surroundings) => {
  const { values, positionals } = readArguments('wait', args, options, 1);
  const minutes = readWhole('wait', 'minutes', values.minutes, waitMinutes.least, waitMinutes.most);
  const [service] = positionals;
  const client = createHubClient(hubAddress('wait', values, surroundings));
  const signal = surroundings.untilStopped();
  const wish = {
    minutes,
    ...(service === undefined ? {} : { service }),
    ...(values.line === undefined ? {} : { line: values.line }),
  };
  const begun = await client.post<WaitJson>('/api/v1/waits', wish);
  const isJson = values.json === true;
  if (!isJson) surroundings.stderr.write(`wait: waiting for ${wordsFor(begun)} until ${formatTime(begun.endsAt)}\n`);
  const { wait, code } = await follow({ client, surroundings, signal, isJson }, begun);
  if (isJson) surroundings.stdout.write(`${JSON.stringify({ ...wait, code })}\n`);
  else if (code !== null) surroundings.stdout.write(`${oneLine(code)}\n`);
  return wait.state === 'came' ? 0 : 1;
};

interface Following {
  client: HubClient;
  surroundings: Surroundings;
  signal: AbortSignal;
  isJson: boolean;
}

/** Until a code has come, the time is over, or whoever waits has had enough. */
async function follow(
  { client, surroundings, signal, isJson }: Following,
  begun: WaitJson,
): Promise<{ wait: WaitJson; code: string | null }> {
  const path = `/api/v1/waits/${begun.id}`;
  let wait = begun;
  let told = '';
  const tell = () => {
    const words = wait.state === 'nothing' ? describe(wait) : '';
    if (words !== told && !isJson) surroundings.stderr.write(words);
    told = words;
  };
  while (wait.open && !signal.aborted) {
    await pause(signal);
    wait = await readAgain(client, path, wait);
    tell();
  }
  if (wait.open) {
    await client.delete(path);
    wait = await client.get<WaitJson>(path);
  }
  wait = await settled(client, path, wait);
  tell();
  if (wait.messageId === null) return { wait, code: null };
  return { wait, code: (await client.get<MessageJson>(`/api/v1/messages/${wait.messageId}`)).code };
}

/** A hub that restarts is back within seconds and goes on with its waits. */
async function readAgain(client: HubClient, path: string, wait: WaitJson): Promise<WaitJson> {
  try {
    return await client.get<WaitJson>(path);
  } catch (error) {
    const isAway = error instanceof KeypigeonError && error.status === 503;
    if (!isAway || systemClock.now() > Date.parse(wait.endsAt)) throw error;
    return wait;
  }
}

/** Just after its end the hub says a last time what it sees. */
async function settled(client: HubClient, path: string, last: WaitJson): Promise<WaitJson> {
  let wait = last;
  for (let looks = 0; wait.state === 'waiting' && looks < 20; looks++) {
    await pause();
    wait = await client.get<WaitJson>(path);
  }
  return wait;
}

function wordsFor({ service, line }: WaitJson): string {
  return `a code${service === null ? '' : ` of ${oneLine(service)}`}${line === null ? '' : ` on line ${oneLine(line)}`}`;
}

function describe({ causes, advice }: WaitJson): string {
  const lines = ['nothing came so far', ...causes.map(({ text }) => text), ...advice.map((one) => `→ ${one}`)];
  return lines.map((text) => `wait: ${oneLine(text)}\n`).join('');
}
