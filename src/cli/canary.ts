import { readEnvironment } from '../config/environment.ts';
import type { CanaryJson } from '../http/schemas/canary.ts';
import { systemClock } from '../support/clock.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { createHubClient, type HubClient, localHub } from './hub-client.ts';
import { pause } from './pause.ts';
import { formatTime, oneLine } from './terminal.ts';

const options = { wait: { type: 'string' }, json: { type: 'boolean' } } as const;
const usualWaitSeconds = 120;
const longestWaitSeconds = 3_600;

/** `keypigeon canary` and `canary run ID`. */
export const run: RunCommand = async (args, { env, stdout, untilStopped }) => {
  const { values, positionals } = readArguments('canary', args, options, 2);
  const [action, id] = positionals;
  if (action !== undefined && action !== 'run')
    throw refuse('canary', `there is no ${JSON.stringify(action)}; expected run, or nothing for the list`);
  if (action === undefined && values.wait !== undefined) throw refuse('canary', '--wait belongs to run');
  const client = createHubClient(localHub(readEnvironment(env).dataFolder));
  const print = (tests: readonly CanaryJson[]) =>
    stdout.write(values.json ? tests.map((one) => `${JSON.stringify(one)}\n`).join('') : formatTests(tests));
  if (action === undefined) {
    print(await testsOf(client));
    return 0;
  }
  if (id === undefined) throw refuse('canary', 'run takes the id of a line test, as keypigeon canary shows it');
  const test = await runOne(client, id, readWait(values.wait), untilStopped());
  print([test]);
  return test.runs[0]?.state === 'arrived' ? 0 : 1;
};

function readWait(text: string | undefined): number {
  const seconds = text === undefined ? usualWaitSeconds : Number(text);
  if (Number.isFinite(seconds) && seconds > 0 && seconds <= longestWaitSeconds) return seconds * 1000;
  throw refuse('canary', `--wait: expected a number of seconds, at most ${longestWaitSeconds}`);
}

async function testsOf(client: HubClient): Promise<CanaryJson[]> {
  return (await client.get<{ canaries: CanaryJson[] }>('/api/v1/canaries')).canaries;
}

/** The test with its new run as the only one, as it is when that has ended or the time is over. */
async function runOne(client: HubClient, id: string, waitMs: number, signal: AbortSignal): Promise<CanaryJson> {
  const path = `/api/v1/canaries/${encodeURIComponent(id)}/run`;
  const begun = await client.post<{ run: string; canary: CanaryJson }>(path);
  const until = systemClock.now() + waitMs;
  for (let test = begun.canary; ; ) {
    const run = test.runs.find((one) => one.id === begun.run);
    const isOpen = run?.state === 'sending' || run?.state === 'sent';
    if (run !== undefined && (!isOpen || systemClock.now() >= until || signal.aborted)) return { ...test, runs: [run] };
    await pause(signal);
    test = (await testsOf(client)).find((one) => one.id === id) ?? test;
  }
}

function formatTests(tests: readonly CanaryJson[]): string {
  if (tests.length === 0)
    return 'There are no line tests: Settings > Line tests in the web app makes some, or canaries in the configuration (see docs/line-tests.md).\n';
  return tests.map(formatTest).join('');
}

function formatTest({ id, to, via, enabled, lostSince, summary, runs }: CanaryJson): string {
  const [last] = runs;
  const { sent, arrived, medianSeconds } = summary;
  const lines = [
    `${id}: from ${via} to ${to}${enabled ? '' : ' (turned off)'}`,
    ...(lostSince === null ? [] : [`  WRONG: its texts are lost since ${formatTime(lostSince)}`]),
    last === undefined ? '  not sent so far' : `  ${formatRun(last)}`,
    ...(sent === 0
      ? []
      : [`  ${arrived} of ${sent} arrived${medianSeconds === null ? '' : `, usually after ${medianSeconds} s`}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function formatRun({ state, startedAt, delaySeconds, reason }: CanaryJson['runs'][number]): string {
  const at = formatTime(startedAt);
  if (state === 'arrived') return `sent ${at}, arrived after ${delaySeconds} s`;
  if (state === 'lost') return `sent ${at}, did not arrive in its time`;
  if (state === 'failed') return `could not be sent ${at}: ${oneLine(reason ?? '')}`;
  return state === 'unknown' ? `${at}: whether it left is not known` : `sent ${at}, on its way`;
}
