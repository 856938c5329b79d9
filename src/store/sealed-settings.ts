import type { Keyring } from './keyring.ts';

/** A literal secret within stored settings; a `${NAME}` reference is kept as it is. */
interface Sealed {
  $sealed: string;
}

const reference = /^\$\{[^}]+\}$/;

/** Settings as JSON with every literal secret sealed. `secrets` are the names of the settings that are secret. */
export function sealSettings(
  keyring: Keyring,
  settings: Record<string, unknown>,
  secrets: string[],
  table: string,
  rowId: string,
): string {
  const sealed = Object.entries(settings).map(([name, value]) => {
    const isLiteral =
      secrets.includes(name) && value !== undefined && !(typeof value === 'string' && reference.test(value));
    return [name, isLiteral ? seal(keyring, value, table, name, rowId) : value];
  });
  return JSON.stringify(Object.fromEntries(sealed));
}

function seal(keyring: Keyring, value: unknown, table: string, name: string, rowId: string): Sealed {
  return { $sealed: keyring.seal(JSON.stringify(value), { table, column: `config.${name}`, rowId }) };
}

/** The inverse of `sealSettings`. */
export function openSettings(keyring: Keyring, json: string, table: string, rowId: string): Record<string, unknown> {
  const settings = JSON.parse(json) as Record<string, unknown>;
  const opened = Object.entries(settings).map(([name, value]) => [
    name,
    isSealed(value) ? JSON.parse(keyring.open(value.$sealed, { table, column: `config.${name}`, rowId })) : value,
  ]);
  return Object.fromEntries(opened);
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && typeof (value as Sealed).$sealed === 'string';
}
