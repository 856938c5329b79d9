import type { Operation } from '../../api/openapi.ts';

/** The operation as a line for a terminal, parts to be filled in in capitals. */
export function toCurlLine({ method, path, example }: Operation, origin: string): string {
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => name.toUpperCase());
  const parts = ['curl'];
  if (method !== 'GET') parts.push(`-X ${method}`);
  parts.push('-H "Authorization: Bearer $KEYPIGEON_TOKEN"');
  if (example !== null) parts.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(example)}'`);
  return [...parts, `'${origin}${filled}'`].join(' \\\n  ');
}
