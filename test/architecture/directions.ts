import { type Import, importsOf } from './imports.ts';
import type { SourceFile } from './source-file.ts';

const sourceContract = 'sources/source.ts';
const destinationContract = 'destinations/destination.ts';
/** The words that a destination shows: no adapter, but what the dispatcher hands to one. */
const presentation = 'destinations/present.ts';
const providerContract = 'providers/provider.ts';
const channelContract = 'verification/channel.ts';
const configured = 'config/configuration.ts';

/**
 * What each folder may import besides its own files: folders, or single files of them. In the order of the way of a
 * message; `hub.ts` and `main.ts` put the stages together, `cli` may use everything.
 */
export const directions: Record<string, string[] | 'everything'> = {
  domain: [],
  support: [],
  extraction: ['domain'],
  routing: ['domain'],
  pdu: ['support'],
  'twilio-api': ['domain', 'support', sourceContract],
  sources: ['domain', 'support', 'pdu', 'twilio-api'],
  destinations: ['domain', 'support', sourceContract],
  // A provider is a channel of verification; how it is kept is as with destinations.
  providers: [
    ...['domain', 'support', 'twilio-api', sourceContract, channelContract],
    ...['verification/console-channel.ts', 'destinations/delivery-health.ts'],
  ],
  discovery: ['domain', 'support', 'sources'],
  config: ['domain', 'support', 'routing', sourceContract, destinationContract, providerContract, presentation],
  store: ['domain', 'support', configured],
  delivery: ['domain', 'support', 'store', destinationContract, presentation],
  sending: ['domain', 'support', 'store', 'pdu', sourceContract, configured, 'delivery/backoff.ts'],
  reception: ['domain', 'support', 'store', 'extraction', 'routing', 'delivery'],
  waiting: ['domain', 'support', 'store', 'extraction'],
  canary: ['domain', 'support', 'store'],
  verification: ['domain', 'support', 'store'],
  access: ['domain', 'support', 'store'],
  http: [
    ...['domain', 'support', 'store', 'access', 'routing', 'delivery', 'config', sourceContract, destinationContract],
    ...['discovery/found.ts', 'verification', 'canary'],
  ],
  wiring: [
    ...['domain', 'support', 'store', 'extraction', 'routing', 'delivery', 'reception', 'sending', 'waiting', 'config'],
    ...[sourceContract, destinationContract, presentation, 'destinations/embedded-broker.ts', 'http/api.ts'],
    ...['discovery', 'verification', 'canary', providerContract],
  ],
  simulators: ['domain', 'support', 'pdu'],
  cli: 'everything',
  'hub.ts': [
    ...['domain', 'support', 'store', 'extraction', 'routing', 'delivery', 'reception', 'sending', 'waiting', 'config'],
    'wiring',
    ...['canary', 'providers/index.ts'],
    ...['sources/index.ts', sourceContract, 'destinations/index.ts', destinationContract, presentation, 'http/api.ts'],
  ],
  'main.ts': ['domain', 'support', 'config', 'cli', 'hub.ts', 'http'],
};

/** One line for each import that goes where its folder may not. */
export function checkDirections(files: SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((found) => !isAllowed(file.path, found))
      .map(({ target }) => `${file.path} may not import ${target} (see test/architecture/directions.ts)`),
  );
}

function isAllowed(path: string, { target }: Import): boolean {
  if (target === undefined) return true;
  const folder = folderOf(path);
  const allowed = directions[folder];
  if (allowed === undefined) return false;
  if (allowed === 'everything' || folderOf(target) === folder) return true;
  return allowed.some((entry) => target === entry || folderOf(target) === entry);
}

/** `store` for `store/migrations/0001.ts`; a file right below src is its own folder. */
export function folderOf(path: string): string {
  return path.split('/')[0] ?? path;
}

/** Packages that only the store may know. */
const databasePackages = /^(kysely|pg|better-sqlite3)(\/|$)/;

export function checkDatabaseOnlyInStore(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => folderOf(path) !== 'store')
    .flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => databasePackages.test(specifier))
        .map(({ specifier }) => `${file.path} imports ${specifier}: SQL belongs to src/store`),
    );
}
