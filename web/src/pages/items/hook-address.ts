import type { Kind } from '../../api/configuration.ts';
import { type Value, withAt } from '../../forms/value.ts';

/** Texts are handed in to an address of the hub, which may end in a secret. */
export function takesCalls(kind: Pick<Kind, 'schema'> | undefined): boolean {
  return kind?.schema.properties?.pathSecret !== undefined;
}

/** `base`: the hub's own address. A secret that is not known any more stands there as …. */
export function hookAddress(base: string, id: string, value: Value): string {
  const { pathSecret } = value;
  const end = pathSecret === undefined || pathSecret === null ? '' : `/${typed(pathSecret) ?? '…'}`;
  return `${base.replace(/\/+$/, '')}/hooks/${id}${end}`;
}

/** A line for a terminal that hands in a text; null where the sender must sign, or a secret is not known. */
export function hookCurl(base: string, id: string, value: Value): string | null {
  const { pathSecret, bearer, secret, format = 'generic' } = value;
  const isUnknown = (one: unknown) => one !== undefined && one !== null && typed(one) === undefined;
  if (format !== 'generic' || (secret !== undefined && secret !== null) || isUnknown(pathSecret) || isUnknown(bearer))
    return null;
  const header = bearer === undefined || bearer === null ? [] : [`-H ${quote(`Authorization: Bearer ${bearer}`)}`];
  return [
    'curl',
    ...header,
    `-H ${quote('Content-Type: application/json')}`,
    `-d ${quote(JSON.stringify(exampleText(value)))}`,
    quote(hookAddress(base, id, value)),
  ].join(' ');
}

/** What was typed here. A reference stands for something that is not known here. */
function typed(secret: unknown): string | undefined {
  return typeof secret === 'string' && !secret.includes('${') ? secret : undefined;
}

function exampleText({ fields }: Value): Value {
  const { sender = 'sender', text = 'text' } = (fields ?? {}) as Record<string, string>;
  return withAt(withAt({}, sender, '+15550100099'), text, 'Your Example code is 482913.');
}

/** For a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
