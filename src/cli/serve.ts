import { readEnvironment } from '../config/environment.ts';
import { readCertificate } from '../http/certificate.ts';
import { makeFirstToken } from '../http/first-token.ts';
import { type Hub, openHub } from '../hub.ts';
import { systemClock } from '../support/clock.ts';
import { createLogger } from '../support/logger.ts';
import { releaseMemory } from '../support/memory.ts';
import { readArguments } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { provisioningFile, watchConfigFile } from './config-file.ts';
import { openDoors } from './doors.ts';
import { type FirstStart, offerFirstSetup, programName } from './first-start.ts';
import { formatHealth } from './health-line.ts';

/** Sources have connected and the first lists are read by then. */
const releaseAfterMs = 2_000;

/** `keypigeon serve`: the hub, until it is stopped. */
export const run: RunCommand = async (args, surroundings) => {
  readArguments('serve', args, {});
  const { env, stdout, stderr, untilStopped } = surroundings;
  const settings = readEnvironment(env);
  const stopped = untilStopped();
  const log = createLogger(settings.logLevel);
  const certificate = settings.tls === null ? null : readCertificate(settings.tls, systemClock.now());
  const hub = await openHub({ ...settings, configFile: provisioningFile(settings), environment: env }, { log });
  try {
    tellNotices(hub.notices, settings.configFile.path, stderr);
    const doors = await openDoors(hub, { settings, certificate, log });
    const watching = watchProvisioning(hub, settings.configFile.path, surroundings);
    const firstStart = await offerFirstSetup(hub.api, {
      addresses: doors.addresses(),
      program: programName(env),
      tell: (lines) => print(stdout, lines),
    });
    print(stdout, await greeting(hub, { url: doors.url, file: settings.configFile.path, firstStart }));
    systemClock.after(releaseAfterMs, releaseMemory);
    await aborted(stopped);
    stderr.write('stopping\n');
    firstStart.close();
    await watching.close();
    await doors.close();
  } finally {
    await hub.close();
  }
  return 0;
};

/** Problems name their place in the file; whatever else is said of it is a warning. */
function tellNotices(notices: readonly string[], file: string, stderr: Surroundings['stderr']): void {
  const isProblem = (notice: string) => notice.startsWith(`${file}:`);
  for (const notice of notices) stderr.write(isProblem(notice) ? `${notice}\n` : `${file}: ${notice} (warning)\n`);
  if (notices.some(isProblem)) stderr.write(`${file}: has problems, so nothing changed; going on as before\n`);
}

interface Started {
  url: string;
  file: string;
  firstStart: FirstStart;
}

/** What the screen shows once the hub runs. */
async function greeting({ api }: Hub, { url, file, firstStart }: Started): Promise<string[]> {
  const sources = api.sources();
  const isNew = firstStart.lines.length > 0;
  const token = await makeFirstToken(api);
  return [
    `Keypigeon ${api.version} listens on ${url}`,
    ...sources.map((one) => `  source ${one.id} (${one.kind}, line ${one.line}): ${formatHealth(one.health)}`),
    ...(sources.length === 0 && !isNew ? [`  There is no source yet: set one up in the browser, or in ${file}`] : []),
    ...api.destinations().map((one) => `  destination ${one.id} (${one.kind}): ${formatHealth(one.health)}`),
    ...firstStart.lines,
    ...(isNew ? [''] : []),
    ...(token === null ? [] : [`  Programs sign in by this token, shown this once; keep it safe: ${token}`, '']),
  ];
}

function print(stdout: Surroundings['stdout'], lines: readonly string[]): void {
  stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** Applies the file as it changes. On PostgreSQL, where nodes share a store, that is left to `config apply`. */
function watchProvisioning({ api }: Hub, path: string, { stderr, onHangUp }: Surroundings) {
  if (api.database.dialect === 'postgres') return { close: async () => undefined };
  const watching = watchConfigFile(path, systemClock, async (text) => {
    try {
      const { applied, problems, warnings } = await api.applyProvisioning(text, path, false);
      for (const line of problems) stderr.write(`${line}\n`);
      for (const line of warnings) stderr.write(`${path}: ${line} (warning)\n`);
      const outcome = problems.length > 0 ? 'has problems, so nothing changed' : applied ? 'applied' : 'unchanged';
      stderr.write(`${path}: ${outcome}\n`);
    } catch (error) {
      stderr.write(`${path}: not applied: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  });
  onHangUp(watching.again);
  return watching;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
