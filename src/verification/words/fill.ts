/** Puts values in for the names in braces. A value is put in as it is: braces in it mean nothing. */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
