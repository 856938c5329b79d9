import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EnvironmentSettings } from '../config/environment.ts';
import { destinationKinds } from '../destinations/index.ts';
import { providerKinds } from '../providers/index.ts';
import { sourceKinds } from '../sources/index.ts';
import { checkConfiguration } from './check-configuration.ts';
import { provisioningFile } from './config-file.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { tryPort } from './free-port.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Node, clock, folder, key, configuration file and port. */
export async function checkMachine(
  settings: EnvironmentSettings,
  env: Environment,
  hubRuns: boolean,
): Promise<DoctorFinding[]> {
  return [
    { area: 'node', level: 'ok', text: `version ${process.versions.node}` },
    checkClock(settings, Date.now()),
    ...checkFolder(settings),
    checkKey(settings),
    ...checkFile(settings, env, hubRuns),
    await checkPort(settings, hubRuns),
  ];
}

/** No clock of ours was right before this program was written. */
const earliest = Date.UTC(2026, 0, 1);
const clockErrorMs = 120_000;

function checkClock({ dataFolder }: EnvironmentSettings, now: number): DoctorFinding {
  const area = 'clock';
  const written = existsSync(join(dataFolder, 'keypigeon.db')) ? statSync(join(dataFolder, 'keypigeon.db')).mtimeMs : 0;
  const advice = 'codes would seem late or expired; let it be set by NTP (timedatectl set-ntp true)';
  if (now < earliest) return { area, level: 'problem', text: `it says ${new Date(now).toISOString()}: ${advice}` };
  if (written > now + clockErrorMs)
    return { area, level: 'problem', text: `the store was written in its future: ${advice}` };
  return { area, level: 'ok', text: new Date(now).toISOString() };
}

/** Days of texts fit in a few MB; below this the store may soon refuse them. */
const littleRoomBytes = 64 * 1024 * 1024;

function checkFolder({ dataFolder }: EnvironmentSettings): DoctorFinding[] {
  const area = 'folder';
  const place = existsSync(dataFolder) ? dataFolder : dirname(dataFolder);
  try {
    if (!statSync(place).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    return [
      { area, level: 'problem', text: `${place} cannot be written (${code}): make it writable, or set KEYPIGEON_DATA` },
    ];
  }
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  const words = place === dataFolder ? dataFolder : `${dataFolder} will be made at the first start`;
  if (free >= littleRoomBytes) return [{ area, level: 'ok', text: words }];
  return [{ area, level: 'problem', text: `${words}; only ${Math.round(free / 1_048_576)} MB are free: make room` }];
}

function checkKey({ keyFile, dataFolder, databaseUrl }: EnvironmentSettings): DoctorFinding {
  const area = 'key';
  if (!existsSync(keyFile)) {
    const needed = databaseUrl === null && existsSync(join(dataFolder, 'keypigeon.db'));
    if (!needed) return { area, level: 'ok', text: `${keyFile} will be made at the first start` };
    return {
      area,
      level: 'problem',
      text: `${keyFile} is missing, but there is a store: put the key file back, or set KEYPIGEON_KEY_FILE`,
    };
  }
  const mode = statSync(keyFile).mode & 0o777;
  if ((mode & 0o077) === 0) return { area, level: 'ok', text: keyFile };
  return {
    area,
    level: 'problem',
    text: `others can open ${keyFile} (mode ${mode.toString(8)}): chmod 600 ${keyFile}`,
  };
}

function checkFile(settings: EnvironmentSettings, env: Environment, hubRuns: boolean): DoctorFinding[] {
  const area = 'configuration';
  const file = provisioningFile(settings);
  if (file === null && hubRuns) return [{ area, level: 'ok', text: 'the hub has one: keypigeon config export' }];
  if (file === null) {
    return [
      {
        area,
        level: 'warning',
        text: `there is no ${settings.configFile.path}: keypigeon config example prints one to start from`,
      },
    ];
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    return [{ area, level: 'problem', text: `${file} cannot be read (${code}): check KEYPIGEON_CONFIG` }];
  }
  const { problems, warnings } = checkConfiguration(
    text,
    file,
    { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds },
    env,
  );
  const found = [
    ...problems.map((problem): DoctorFinding => ({ area, level: 'problem', text: problem })),
    ...warnings.map((warning): DoctorFinding => ({ area, level: 'warning', text: warning })),
  ];
  return found.length > 0 ? found : [{ area, level: 'ok', text: file }];
}

async function checkPort({ listen }: EnvironmentSettings, hubRuns: boolean): Promise<DoctorFinding> {
  const area = 'port';
  const name = `${listen.host}:${listen.port}`;
  if (hubRuns) return { area, level: 'ok', text: 'the hub listens' };
  if ((await tryPort(listen.port, listen.host)) !== null) return { area, level: 'ok', text: `${name} is free` };
  return {
    area,
    level: 'problem',
    text: `${name} is taken or not allowed: stop what uses it, or set KEYPIGEON_LISTEN`,
  };
}
