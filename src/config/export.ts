import { Document, isScalar, type YAMLMap } from 'yaml';
import { isReference } from '../support/reference.ts';
import { secretNames } from '../support/secret.ts';
import type { AdapterSetting, Configuration } from './configuration.ts';
import { fileValue } from './file-value.ts';
import type { Kinds } from './schema.ts';

/** What belongs in place of a secret, until the YAML is written. */
const placeholderOf = (name: string) => `\${${name}}`;

/**
 * The configuration as a file that can be applied again. References stay as they are; a secret that was written out
 * becomes `${NAME}` with a comment, so that the result may be shared and stored anywhere.
 */
export function exportConfiguration(configuration: Configuration, kinds: Kinds): string {
  const placeholders = new Set<string>();
  const hide = (prefix: string, settings: Record<string, unknown>, secrets: readonly string[]) =>
    hideSecrets(prefix, settings, secrets, placeholders);
  const hideAdapter = (kinds: Kinds[keyof Kinds]) => {
    return <One extends AdapterSetting>(one: One): One => ({
      ...one,
      settings: hide(one.id, one.settings, secretsOf(kinds, one)),
    });
  };
  const { broker, commands } = fileValue(configuration);
  const file = fileValue({
    ...configuration,
    sources: configuration.sources.map(hideAdapter(kinds.sources)),
    destinations: configuration.destinations.map(hideAdapter(kinds.destinations)),
    providers: configuration.providers.map(hideAdapter(kinds.providers)),
  });
  const secret = ['password'];
  const hidden = {
    ...file,
    ...(broker === undefined ? {} : { broker: hide('broker', broker, secret) }),
    ...(commands === undefined ? {} : { commands: { mqtt: hide('commands', commands.mqtt, secret) } }),
  };
  return write(hidden, placeholders);
}

/** Every setting of a kind that is not known here counts as a secret. */
export function secretsOf(kinds: Kinds[keyof Kinds], one: { kind: string; settings: object }): string[] {
  const kind = kinds.find((candidate) => candidate.kind === one.kind);
  return kind === undefined ? Object.keys(one.settings) : secretNames(kind.config);
}

function hideSecrets(
  prefix: string,
  settings: Record<string, unknown>,
  secrets: readonly string[],
  placeholders: Set<string>,
): Record<string, unknown> {
  const hide = (name: string, value: unknown): unknown => {
    if (typeof value === 'string' && isReference(value)) return value;
    if (Array.isArray(value)) return value.map((item, index) => hide(`${name}_${index + 1}`, item));
    if (value === undefined || value === null) return value;
    const placeholder = freeName(variableName(`${prefix}_${name}`), placeholders);
    placeholders.add(placeholder);
    return placeholderOf(placeholder);
  };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, secrets.includes(name) ? hide(name, value) : value]),
  );
}

/** `mfa-slack_webhookUrl` → `MFA_SLACK_WEBHOOK_URL`. */
function variableName(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
  return /^\d/.test(words) ? `_${words}` : words;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}_${count}`;
  return free;
}

function write(file: object, placeholders: ReadonlySet<string>): string {
  const document = new Document(file, { aliasDuplicateObjects: false });
  document.commentBefore = ' Made by `keypigeon config export`. Secrets are not in here.';
  const visitScalars = (node: unknown): void => {
    for (const item of (node as YAMLMap | null)?.items ?? []) {
      const value: unknown = 'value' in (item as object) && !isScalar(item) ? (item as { value: unknown }).value : item;
      if (!isScalar(value)) visitScalars(value);
      else if (
        typeof value.value === 'string' &&
        placeholders.has(value.value.slice(2, -1)) &&
        isReference(value.value)
      ) {
        value.comment = ` was written out; set ${value.value.slice(2, -1)}`;
      }
    }
  };
  visitScalars(document.contents);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
