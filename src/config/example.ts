import { stringify } from 'yaml';
import type { z } from 'zod';
import { fileParts, type Kinds } from './schema.ts';
import { listSettings, type SettingDescription } from './setting-list.ts';

/**
 * A configuration with every setting, each with what it does: what an example needs is set, the rest stands in comments
 * with its default. Made from the schemas; it can be read as it is.
 */
export function exampleConfiguration(kinds: Kinds): string {
  const destinations = kinds.destinations.map((kind) => kind.kind);
  return [
    '# Every setting of Keypigeon. What stands in comments is optional and shows its default or its type.',
    '# ${NAME} is read from the environment, ${file:/path} from a file; $${ is a plain ${.',
    '',
    ...block(
      'publicUrl: https://codes.example.com',
      'Address by which others reach the hub; webhooks that are signed over it need it.',
    ),
    ...block('defaultRegion: US', 'ISO 3166 code in capitals: how numbers without a country code are read.'),
    'network:',
    ...settings(fileParts.network, { allowHosts: ['127.0.0.1'] }, '  '),
    '',
    ...commented(['broker:', ...settings(fileParts.broker, { username: 'hub', password: '${BROKER_PASSWORD}' }, '  ')]),
    '',
    ...commented([
      'commands:',
      '  mqtt:',
      ...settings(
        fileParts['commands.mqtt'],
        {
          url: 'mqtt://127.0.0.1:1883',
          username: 'hub',
          password: '${BROKER_PASSWORD}',
          topic: 'doorbell/text',
          line: 'office',
          allow: ['+15550100003'],
        },
        '    ',
      ),
    ]),
    '',
    'people:',
    ...item(fileParts.people, { id: 'ann', name: 'Ann' }),
    '',
    'lines:',
    ...item(fileParts.lines, { id: 'burner', number: '+15550100001', owner: 'ann' }),
    ...item(
      fileParts.lines,
      { id: 'office', number: '+15550100002', owner: 'ann', unmatched: destinations.slice(0, 2) },
      false,
    ),
    '',
    'sources:',
    ...kinds.sources.flatMap((kind, index) =>
      adapter(kind, fileParts.sources, { line: index === 0 ? 'burner' : 'office' }, index === 0),
    ),
    'destinations:',
    ...kinds.destinations.flatMap((kind, index) =>
      adapter(kind, fileParts.destinations, { owner: 'ann' }, index === 0),
    ),
    'providers:',
    ...kinds.providers.flatMap((kind, index) =>
      adapter(kind, fileParts.providers, { id: `${kind.kind}-codes` }, index === 0),
    ),
    'routes:',
    ...item(fileParts.routes, {
      name: 'GitHub',
      when: { service: 'GitHub', hasCode: true },
      to: destinations,
      stop: true,
    }),
    '    # Every condition that `when` may have:',
    ...settings(fileParts.condition, {}, '      '),
    ...item(
      fileParts.routes,
      {
        name: 'Nights',
        when: { time: { from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' } },
        to: destinations.slice(0, 1),
      },
      false,
    ),
    '',
    ...commented(['canaries:', ...item(fileParts.canaries, { id: 'daily', to: 'burner', via: 'office' })]),
    '',
  ].join('\n');
}

interface DescribedKind {
  kind: string;
  title: string;
  description: string;
  homepage: string;
  config: z.ZodObject;
  example: Record<string, unknown>;
}

/** The common settings are explained with the first adapter of a list only. */
function adapter(kind: DescribedKind, common: z.ZodObject, own: Record<string, unknown>, isFirst: boolean): string[] {
  const example = { id: kind.kind, kind: kind.kind, ...own };
  return [
    ...comment(`${kind.title}: ${kind.description} ${kind.homepage}`, '  '),
    ...asItem([...settings(common, example, '    ', isFirst), ...settings(kind.config, kind.example, '    ')]),
    '',
  ];
}

function item(schema: z.ZodObject, example: Record<string, unknown>, everything = true): string[] {
  return asItem(settings(schema, example, '    ', everything));
}

/** Puts the dash of a list item before the first setting. */
function asItem(lines: string[]): string[] {
  const first = lines.findIndex((line) => !line.trimStart().startsWith('#'));
  return lines.map((line, index) => {
    if (index < first) return line.replace(/^ {2}/, '');
    return index === first ? line.replace(/^( *) {2}/, '$1- ') : line;
  });
}

function settings(schema: z.ZodObject, example: Record<string, unknown>, indent: string, everything = true): string[] {
  const all = listSettings(schema);
  const set = all.filter((one) => one.name in example);
  const unset = everything ? all.filter((one) => !(one.name in example)) : [];
  return [
    ...set.flatMap((one) => [
      ...(everything ? comment(one.description, indent) : []),
      `${indent}${one.name}: ${flow(example[one.name])}`,
    ]),
    ...unset.flatMap((one) => [...comment(one.description, indent), ...hint(one, indent)]),
  ];
}

/** A setting that is not set, as a comment with its default or its type. */
function hint(setting: SettingDescription, indent: string): string[] {
  if (setting.inside.length === 0) {
    const value = setting.fallback === undefined ? `<${setting.type}>` : flow(setting.fallback);
    return [`${indent}# ${setting.name}: ${value}`];
  }
  const inside = setting.inside.flatMap((one) => [...comment(one.description, '  '), ...hint(one, '  ')]);
  return [
    `${indent}# ${setting.name}:`,
    ...inside.map((line) => `${indent}# ${line.replace(/^( *)# (?=[A-Za-z]+:)/, '$1')}`),
  ];
}

function block(line: string, description: string): string[] {
  return [...comment(description, ''), line, ''];
}

function comment(text: string, indent: string): string[] {
  return text === '' ? [] : [`${indent}# ${text.replace(/\s+/g, ' ')}`];
}

function commented(lines: string[]): string[] {
  return lines.map((line) => `# ${line}`);
}

/** A value on one line. */
function flow(value: unknown): string {
  return stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    defaultStringType: 'PLAIN',
    doubleQuotedAsJSON: true,
  }).trim();
}
