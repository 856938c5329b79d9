import { systemClock, type Timer } from '../../support/clock.ts';
import { systemRandom } from '../../support/random.ts';
import { readWanted, usage, type Wanted } from './arguments.ts';
import { type Control, serveControl } from './control.ts';
import { type SerialSimulator, startSerialSimulator } from './simulator.ts';

/** Where the command writes and what ends it. */
interface Surroundings {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  signal: AbortSignal;
}

/** `keypigeon simulate serial`: runs until `signal` is aborted. Returns the exit code: 0, 1 (port, terminal), 2 (arguments). */
export async function runSerialSimulator(args: string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, signal } = surroundings;
  let wanted: Wanted | 'help';
  try {
    wanted = readWanted(args);
  } catch (error) {
    const reason = oneLine(error);
    const words = reason.charAt(0).toLowerCase() + reason.slice(1);
    stderr.write(`keypigeon: simulate serial: ${words}; see keypigeon simulate serial --help\n`);
    return 2;
  }
  if (wanted === 'help') {
    stdout.write(usage);
    return 0;
  }
  try {
    return await runUntil(wanted, stdout, signal);
  } catch (error) {
    stderr.write(`keypigeon: simulate serial: ${describeFailure(error, wanted.port)}\n`);
    return 1;
  }
}

async function runUntil(wanted: Wanted, stdout: Surroundings['stdout'], signal: AbortSignal): Promise<number> {
  const simulator = await startSerialSimulator(wanted.options);
  let control: Control | undefined;
  try {
    simulator.scenario(wanted.scenario);
    control = await serveControl(simulator, wanted.port);
    introduce(simulator, control.url, stdout);
    const stopTexts = wanted.everyMs === undefined ? () => {} : sendTexts(simulator, wanted.everyMs);
    await aborted(signal);
    stopTexts();
    return 0;
  } finally {
    simulator.close();
    await control?.close();
  }
}

function introduce({ path, paths }: SerialSimulator, url: string, stdout: Surroundings['stdout']): void {
  stdout.write(`Simulated modem: ${path}\n`);
  stdout.write(`In keypigeon.yaml: sources: [{ id: tty, kind: serial, path: "${path}" }]\n`);
  if (paths[1] !== undefined) stdout.write(`Its port that never reports: ${paths[1]}\n`);
  stdout.write(
    `Send it a text: curl -s ${url}/simulator/texts -d '{"sender":"+15550100007","text":"Your Example code is 123456"}'\n`,
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function sendTexts(simulator: SerialSimulator, everyMs: number): () => void {
  let timer: Timer;
  const next = () => {
    simulator.deliver({ sender: '+15550100007', text: `Your Example sign-in code is ${sixDigits()}.` });
    timer = systemClock.after(everyMs, next);
  };
  timer = systemClock.after(everyMs, next);
  return () => timer.cancel();
}

function sixDigits(): string {
  const number = Buffer.from(systemRandom(4)).readUInt32BE() % 1_000_000;
  return String(number).padStart(6, '0');
}

function describeFailure(error: unknown, port: number): string {
  if ((error as { code?: unknown }).code === 'EADDRINUSE') {
    return `port ${port} of 127.0.0.1 is taken; end what uses it, or choose another by --port`;
  }
  return oneLine(error);
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
}
