import type { HookRequest } from '../sources/source.ts';

/** Fields of a query, form or JSON. */
export function fieldsOf({ query, headers, rawBody }: HookRequest): unknown {
  const ofQuery = Object.fromEntries(query);
  const body = Buffer.from(rawBody).toString('utf8').trim();
  if (body === '') return ofQuery;
  if (/json/i.test(headers['content-type'] ?? '') || /^[[{]/.test(body)) return readJson(body);
  return { ...ofQuery, ...Object.fromEntries(new URLSearchParams(body)) };
}

/** undefined where it is none. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** The value at a path such as `messages.0.id`, as text. */
export function readPath(value: unknown, path: string): string | undefined {
  const found = path.split('.').reduce<unknown>((at, name) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, name)
      ? (at as Record<string, unknown>)[name]
      : undefined;
  }, value);
  if (typeof found === 'string') return found;
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
}
