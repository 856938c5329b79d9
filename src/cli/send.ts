import { text as readText } from 'node:stream/consumers';
import { readEnvironment } from '../config/environment.ts';
import type { TextJson } from '../http/schemas/text.ts';
import { systemClock } from '../support/clock.ts';
import { readArguments, readWhole, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { createHubClient, type HubClient, localHub } from './hub-client.ts';
import { pause } from './pause.ts';
import { oneLine } from './terminal.ts';

const options = {
  line: { type: 'string', multiple: true },
  key: { type: 'string' },
  wait: { type: 'string', default: '60' },
  'no-wait': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** `keypigeon send --line office +15550100003 "text"`: waits for the outcome. */
export const run: RunCommand = async (args, { env, stdin, stdout, untilStopped }) => {
  const { values, positionals } = readArguments('send', args, options, 2);
  const [to, given] = positionals;
  if (values.line === undefined) throw refuse('send', 'expected --line with the line that sends');
  if (to === undefined) throw refuse('send', 'expected the phone to text, as +15550100003');
  if (given === undefined) throw refuse('send', 'expected the text, or - for standard input');
  const seconds = values['no-wait'] === true ? 0 : readWhole('send', 'wait', values.wait, 0, 86_400);
  const text = given === '-' ? (await readText(stdin)).replace(/\r?\n$/, '') : given;
  const client = createHubClient(localHub(readEnvironment(env).dataFolder));
  const wish = { line: values.line, to, text, ...(values.key === undefined ? {} : { idempotencyKey: values.key }) };
  const taken = await client.post<TextJson>('/api/v1/texts', wish);
  const ended = await waitFor(client, taken, seconds * 1000, untilStopped());
  stdout.write(values.json ? `${JSON.stringify(ended)}\n` : describe(ended));
  return exitCodeOf(ended, seconds > 0);
};

async function waitFor(client: HubClient, taken: TextJson, patienceMs: number, signal: AbortSignal): Promise<TextJson> {
  const until = systemClock.now() + patienceMs;
  let text = taken;
  while (isOpen(text) && systemClock.now() < until && !signal.aborted) {
    await pause(signal);
    text = await client.get<TextJson>(`/api/v1/texts/${taken.id}`);
  }
  return text;
}

function isOpen({ state }: TextJson): boolean {
  return state === 'queued' || state === 'sending';
}

const words: Record<TextJson['state'], string> = {
  queued: 'waits for its turn',
  sending: 'is being sent',
  sent: 'was sent',
  delivered: 'was delivered',
  undelivered: 'was sent, but did not arrive',
  failed: 'was not sent',
  unknown: 'may have been sent: the line gave no answer, and is asked about it',
  canceled: 'was taken back',
};

function describe({ id, line, state, reason }: TextJson): string {
  return `${id} by ${line} ${words[state]}${reason === null ? '' : `: ${oneLine(reason)}`}\n`;
}

/** Who does not wait only wants to know that it was taken. */
function exitCodeOf(text: TextJson, waited: boolean): number {
  if (text.state === 'sent' || text.state === 'delivered') return 0;
  return !waited && isOpen(text) ? 0 : 1;
}
