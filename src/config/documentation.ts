import { stringify } from 'yaml';
import type { z } from 'zod';
import { type EnvironmentVariable, environmentVariables } from './environment.ts';
import { fileParts, fileSchema, type Kinds } from './schema.ts';
import { listSettings, type SettingDescription } from './setting-list.ts';

/** The page of all settings but those of the adapters, as Markdown. */
export function documentConfiguration(): string {
  return page('Configuration', [
    'A YAML file says who owns which line, where texts come from and where codes go. `keypigeon config check` reads it and says what is wrong, `keypigeon config example` prints one with every setting, and the settings of each kind of source, destination and provider are on [their own page](adapters.md). This page is made from the schemas by `npm run docs`.',
    '`${NAME}` stands for a variable of the environment and `${file:/run/secrets/x}` for what a file holds, in the settings of sources, destinations, providers and the broker, and in `publicUrl`. The store keeps the reference and not the value. `$${` is a plain `${`.',
    '## Environment',
    environmentTable(),
    '## The file',
    settingsTable(fileSchema, false),
    ...partSections(),
  ]);
}

/** The page of every kind of source, destination and provider, as Markdown. */
export function documentAdapters(kinds: Kinds): string {
  return page('Adapters', [
    'Every kind of source, destination and provider with its settings, besides the [common ones](configuration.md). This page is made from the schemas by `npm run docs`.',
    '## Sources',
    ...kinds.sources.flatMap((kind) => describeKind(kind, { line: 'burner' })),
    '## Destinations',
    ...kinds.destinations.flatMap((kind) => describeKind(kind, { owner: 'ann' }, repetition(kind.repeatable))),
    '## Providers',
    ...kinds.providers.flatMap((kind) => describeKind(kind, {})),
  ]);
}

const partTitles: [part: keyof typeof fileParts, title: string][] = [
  ['network', '`network`'],
  ['broker', '`broker`'],
  ['commands.mqtt', '`commands.mqtt`'],
  ['people', 'Each of `people`'],
  ['lines', 'Each of `lines`'],
  ['sources', 'Each of `sources`'],
  ['destinations', 'Each of `destinations`'],
  ['providers', 'Each of `providers`'],
  ['routes', 'Each of `routes`'],
  ['condition', '`when` of a route'],
  ['canaries', 'Each of `canaries`'],
];

function partSections(): string[] {
  return partTitles.flatMap(([part, title]) => [
    `### ${title}`,
    settingsTable(fileParts[part], part === 'condition' || part === 'lines'),
  ]);
}

interface DescribedKind {
  kind: string;
  title: string;
  description: string;
  homepage: string;
  config: z.ZodObject;
  example: Record<string, unknown>;
}

function describeKind(kind: DescribedKind, belongsTo: Record<string, string>, note?: string): string[] {
  const example = {
    id: kind.kind,
    kind: kind.kind,
    ...belongsTo,
    ...kind.example,
  };
  return [
    `### ${kind.title} (\`${kind.kind}\`)`,
    `${kind.description}${note === undefined ? '' : ` ${note}`} See <${kind.homepage}>.`,
    settingsTable(kind.config),
    `\`\`\`yaml\n${stringify([example], { lineWidth: 0 }).trim()}\n\`\`\``,
  ];
}

function repetition(repeatable: boolean): string {
  return repeatable ? '' : 'A try whose outcome is unknown is never repeated blindly.';
}

function settingsTable(schema: z.ZodObject, deep = true): string {
  const settings = listSettings(schema).map((setting) => (deep ? setting : { ...setting, inside: [] }));
  const rows = settings.flatMap((setting) => settingRows(setting, ''));
  return rows.length === 0 ? 'It has no settings of its own.' : table(['Setting', 'What', 'Type', 'Default'], rows);
}

function settingRows(setting: SettingDescription, prefix: string): string[][] {
  const name = `${prefix}${setting.name}`;
  const row = [
    `\`${name}\``,
    setting.description,
    setting.secret ? `${setting.type}, secret` : setting.type,
    fallbackOf(setting),
  ];
  return [row, ...setting.inside.flatMap((inner) => settingRows(inner, `${name}.`))];
}

function fallbackOf({ required, fallback }: SettingDescription): string {
  if (required) return 'required';
  return fallback === undefined ? '' : `\`${JSON.stringify(fallback)}\``;
}

function environmentTable(): string {
  const variables = Object.entries(environmentVariables) as [string, EnvironmentVariable][];
  return table(
    ['Variable', 'What', 'Default'],
    variables.map(([name, { description, default: fallback }]) => [`\`${name}\``, description, fallback]),
  );
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function page(title: string, parts: string[]): string {
  return `# ${title}\n\n${parts.filter((part) => part.trim() !== '').join('\n\n')}\n`;
}
