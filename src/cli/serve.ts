import { join } from 'node:path';
import { readEnvironment } from '../config/environment.ts';
import { makeFirstToken } from '../http/first-token.ts';
import { listen } from '../http/listen.ts';
import { buildServer } from '../http/server.ts';
import { type Hub, openHub } from '../hub.ts';
import { systemClock } from '../support/clock.ts';
import { createLogger } from '../support/logger.ts';
import { releaseMemory } from '../support/memory.ts';
import { readArguments } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { provisioningFile, watchConfigFile } from './config-file.ts';
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
  const hub = await openHub({ ...settings, configFile: provisioningFile(settings), environment: env }, { log });
  try {
    tellNotices(hub.notices, settings.configFile.path, stderr);
    const server = buildServer(hub.api, {
      listenHost: settings.listen.host,
      publicUrl: settings.publicUrl,
      serveHosts: [],
    });
    const socketPath = join(settings.dataFolder, 'keypigeon.sock');
    const listening = await listen(server, { ...settings.listen, socketPath });
    const watching = watchProvisioning(hub, settings.configFile.path, surroundings);
    await announce(hub, { url: listening.url, file: settings.configFile.path }, stdout);
    systemClock.after(releaseAfterMs, releaseMemory);
    await aborted(stopped);
    stderr.write('stopping\n');
    await watching.close();
    await listening.close();
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

async function announce(
  { api }: Hub,
  { url, file }: { url: string; file: string },
  stdout: Surroundings['stdout'],
): Promise<void> {
  const sources = api.sources();
  const token = await makeFirstToken(api);
  const lines = [
    `Keypigeon ${api.version} listens on ${url}`,
    ...sources.map((one) => `  source ${one.id} (${one.kind}, line ${one.line}): ${formatHealth(one.health)}`),
    ...(sources.length === 0
      ? [`  No source is configured yet: write ${file}; keypigeon config example prints one to start from.`]
      : []),
    ...api.destinations().map((one) => `  destination ${one.id} (${one.kind}): ${formatHealth(one.health)}`),
    ...(token === null ? [] : [`Token of the administrator, shown this once; keep it safe: ${token}`]),
  ];
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
