/**
 * Does the whole value still stand for another one, `${NAME}` of the environment or `${file:/path}`? Schemas let such
 * values pass: settings are also checked before they are resolved, and once more after.
 */
export function isReference(value: string): boolean {
  return /^\$\{[^{}]+\}$/.test(value);
}
