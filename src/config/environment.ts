import { join, resolve } from 'node:path';
import { KeypigeonError } from '../domain/errors.ts';
import { closest } from '../support/closest.ts';

/** What the `KEYPIGEON_…` variables say, with defaults. */
export interface EnvironmentSettings {
  /** Absolute path. */
  dataFolder: string;
  /** `required` where the user named it: then it must exist. */
  configFile: { path: string; required: boolean };
  /** PostgreSQL; null: SQLite in the data folder. */
  databaseUrl: string | null;
  listen: { host: string; port: number };
  /** Absolute paths; null: plain HTTP. */
  tls: { certFile: string; keyFile: string } | null;
  /** Without a trailing slash; wins over the configuration's. */
  publicUrl: string | null;
  /** Absolute path. */
  keyFile: string;
  logLevel: LogLevel;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface EnvironmentVariable {
  default: string;
  description: string;
}

/** Every variable with its default, for docs. */
export const environmentVariables = {
  KEYPIGEON_DATA: {
    default: '`./data`',
    description: 'Folder for the database, the key and the socket of the commands',
  },
  KEYPIGEON_CONFIG: {
    default: '`keypigeon.yaml` in the data folder, if it is there',
    description: 'Configuration file',
  },
  KEYPIGEON_DATABASE_URL: {
    default: 'SQLite in the data folder',
    description: 'PostgreSQL, as postgres://user:password@host/name',
  },
  KEYPIGEON_LISTEN: { default: '`127.0.0.1:7466`', description: 'Address and port of the HTTP server' },
  KEYPIGEON_TLS_CERT: {
    default: 'none: plain HTTP',
    description: 'Certificate for HTTPS, a PEM file with its chain; read again when it changes',
  },
  KEYPIGEON_TLS_KEY: {
    default: 'none: plain HTTP',
    description: 'Private key of that certificate, a PEM file without a passphrase',
  },
  KEYPIGEON_PUBLIC_URL: {
    default: "the configuration's `publicUrl`",
    description: 'Address by which others reach the hub',
  },
  KEYPIGEON_KEY_FILE: {
    default: '`keypigeon.key` in the data folder',
    description: 'Key that texts and secrets are encrypted with',
  },
  KEYPIGEON_LOG_LEVEL: {
    default: '`info`',
    description: `Least important line that is logged: ${logLevels.join(', ')}`,
  },
} as const satisfies Record<string, EnvironmentVariable>;

type Variable = keyof typeof environmentVariables;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the `KEYPIGEON_…` variables. An empty one counts as not set. Other names with that beginning may be the user's
 * own, for references; one that is nearly right is refused.
 *
 * @throws KeypigeonError `invalid-configuration`, one line; a database address is never repeated
 */
export function readEnvironment(environment: Environment): EnvironmentSettings {
  refuseMisspelt(environment);
  const get = (name: Variable) => environment[name]?.trim() || undefined;
  const dataFolder = resolve(get('KEYPIGEON_DATA') ?? 'data');
  const configFile = get('KEYPIGEON_CONFIG');
  return {
    dataFolder,
    configFile: {
      path: configFile === undefined ? join(dataFolder, 'keypigeon.yaml') : resolve(configFile),
      required: configFile !== undefined,
    },
    databaseUrl: readDatabaseUrl(get('KEYPIGEON_DATABASE_URL')),
    listen: readListenAddress(get('KEYPIGEON_LISTEN') ?? '127.0.0.1:7466'),
    tls: readTls(get('KEYPIGEON_TLS_CERT'), get('KEYPIGEON_TLS_KEY')),
    publicUrl: readPublicUrl(get('KEYPIGEON_PUBLIC_URL')),
    keyFile: resolve(get('KEYPIGEON_KEY_FILE') ?? join(dataFolder, 'keypigeon.key')),
    logLevel: readLogLevel(get('KEYPIGEON_LOG_LEVEL') ?? 'info'),
  };
}

function refuseMisspelt(environment: Environment): void {
  const known = Object.keys(environmentVariables);
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('KEYPIGEON_') || known.includes(name)) continue;
    const rest = known.map((one) => one.slice('KEYPIGEON_'.length));
    const meant = closest(name.slice('KEYPIGEON_'.length), rest);
    if (meant !== undefined) throw refuse(name, `is not known; did you mean KEYPIGEON_${meant}?`);
  }
}

function readDatabaseUrl(value: string | undefined): string | null {
  if (value === undefined) return null;
  const protocol = URL.parse(value)?.protocol;
  if (protocol === 'postgres:' || protocol === 'postgresql:') return value;
  throw refuse(
    'KEYPIGEON_DATABASE_URL',
    'expected postgres://user:password@host/name; leave it out for SQLite in the data folder',
  );
}

/** `127.0.0.1:7466`, `[::1]:7466`, `localhost:7466`, or a port alone on loopback. */
function readListenAddress(value: string): { host: string; port: number } {
  const match = /^(?:(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):)?(\d{1,5})$/.exec(value);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw refuse(
      'KEYPIGEON_LISTEN',
      'expected address:port, as 127.0.0.1:7466 or [::1]:7466, or 0.0.0.0:7466 for every network',
    );
  }
  return { host: match[1] ?? match[2] ?? '127.0.0.1', port };
}

function readTls(cert: string | undefined, key: string | undefined): EnvironmentSettings['tls'] {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) {
    const [missing, there] = cert === undefined ? ['CERT', 'KEY'] : ['KEY', 'CERT'];
    throw refuse(`KEYPIGEON_TLS_${missing}`, `is not set, but KEYPIGEON_TLS_${there} is: name both files, or none`);
  }
  return { certFile: resolve(cert), keyFile: resolve(key) };
}

function readPublicUrl(value: string | undefined): string | null {
  if (value === undefined) return null;
  const url = URL.parse(value);
  const plain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (plain && /^https?:$/.test(url.protocol)) return value.replace(/\/+$/, '');
  throw refuse('KEYPIGEON_PUBLIC_URL', 'expected an address as https://codes.example.com, without query and user name');
}

function readLogLevel(value: string): LogLevel {
  const level = logLevels.find((one) => one === value.toLowerCase());
  if (level !== undefined) return level;
  throw refuse('KEYPIGEON_LOG_LEVEL', `expected one of ${logLevels.join(', ')}`);
}

function refuse(name: string, why: string): KeypigeonError {
  return new KeypigeonError(
    'invalid-configuration',
    `The environment variable ${name} ${why.startsWith('is ') ? why : `is not usable: ${why}`}`,
  );
}
