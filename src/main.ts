import type { Surroundings } from './cli/command.ts';
import { overallHelp, unknownCommand } from './cli/help.ts';
import { commands } from './cli/index.ts';
import { UsageError } from './cli/usage-error.ts';
import { KeypigeonError } from './domain/errors.ts';

/** How long what is still open may hold up the end of the process once its command has ended, ms. */
const lingerMs = 3_000;

/** Runs the command that `args` name and sets the exit code: 0, 1 (it did not work) or 2 (wrong arguments). */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  endWithReader(process.stdout);
  // Nobody reads what goes wrong: the results and the exit code still tell.
  process.stderr.on('error', () => undefined);
  process.exitCode = await run(args, env);
  setTimeout(() => process.exit(), lingerMs).unref();
}

async function run([name = '--help', ...args]: string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    if (['--help', '-h', 'help'].includes(name)) return await help(args[0]);
    if (name === '--version') return await printVersion();
    const command = commands.find((one) => one.name === name);
    if (command === undefined) throw new UsageError(unknownCommand(name));
    if (asksForHelp(args.slice(0, command.hasCommands ? 1 : args.length))) return await help(name);
    const { run } = await command.load();
    return await run(args, surroundings(env));
  } catch (error) {
    return fail(error, name, env);
  }
}

async function help(name: string | undefined): Promise<number> {
  const command = commands.find((one) => one.name === name);
  if (name !== undefined && command === undefined) throw new UsageError(unknownCommand(name));
  process.stdout.write(command === undefined ? overallHelp(commands) : command.usage);
  return 0;
}

function asksForHelp(args: string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

async function printVersion(): Promise<number> {
  const { default: packageFile } = await import('../package.json', { with: { type: 'json' } });
  process.stdout.write(`${packageFile.version}\n`);
  return 0;
}

function surroundings(env: NodeJS.ProcessEnv): Surroundings {
  return {
    env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    untilStopped,
    onHangUp: (run) => void process.on('SIGHUP', run),
  };
}

/** Aborted by SIGINT or SIGTERM; a second signal ends the process at once. Commands that do not ask for it just end. */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return stop.signal;
}

/** `keypigeon messages | head`: who reads has gone, and there is nobody left to tell. A full disk is told. */
function endWithReader(stdout: NodeJS.WriteStream): void {
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0);
    const why = code === 'ENOSPC' ? 'ENOSPC: no space is left there' : (code ?? message);
    process.stderr.write(`keypigeon: standard output cannot be written (${why}); what it holds is not complete\n`);
    process.exit(1);
  });
}

function fail(error: unknown, name: string, env: NodeJS.ProcessEnv): number {
  if (error instanceof UsageError) {
    process.stderr.write(`keypigeon: ${error.message}\n`);
    return 2;
  }
  if (error instanceof KeypigeonError) {
    for (const line of error.message.split('\n')) process.stderr.write(`keypigeon: ${line}\n`);
    return 1;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const detail = env.KEYPIGEON_LOG_LEVEL === 'debug' ? stack : `${message} (KEYPIGEON_LOG_LEVEL=debug shows where)`;
  process.stderr.write(`keypigeon: an error inside ${name}: ${detail}\n`);
  return 1;
}
