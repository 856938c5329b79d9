import type { Setting } from './setting.ts';

/** What a form holds: as in the configuration file. */
export type Value = Record<string, unknown>;

/** How the hub shows that a secret is set. */
export function isSetSecret(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'secret' in value;
}

export function readAt(value: Value, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

/** A copy in which one setting has another value; undefined takes it out. */
export function withAt(value: Value, path: string, changed: unknown): Value {
  const [name = '', ...rest] = path.split('.');
  const inner = value[name];
  const next = rest.length === 0 ? changed : withAt(isObject(inner) ? inner : {}, rest.join('.'), changed);
  const { [name]: _before, ...others } = value;
  return next === undefined ? others : { ...others, [name]: next };
}

/** What is sent: without what is empty, and without secrets that stay as they are. null ends a secret. */
export function toSend(value: Value, settings: readonly Setting[]): Value {
  const sent: Value = {};
  for (const setting of settings) {
    const held = value[setting.name];
    if (held === undefined || held === '' || isSetSecret(held)) continue;
    if (setting.shape !== 'group') sent[setting.name] = typeof held === 'string' ? held.trim() : held;
    else {
      const inside = toSend(isObject(held) ? held : {}, setting.inside);
      if (Object.keys(inside).length > 0) sent[setting.name] = inside;
    }
  }
  return sent;
}

/** Paths of settings that must be there and are not. */
export function missing(value: Value, settings: readonly Setting[]): string[] {
  return settings.flatMap((setting) => {
    const held = value[setting.name];
    if (setting.shape === 'group') return isObject(held) ? missing(held, setting.inside) : [];
    return setting.required && isEmpty(held, setting) ? [setting.path] : [];
  });
}

/** Numbers that are less or more than they may be. */
export function outOfBounds(value: Value, settings: readonly Setting[]): Setting[] {
  return settings.flatMap((setting) => {
    const held = value[setting.name];
    if (setting.shape === 'group') return isObject(held) ? outOfBounds(held, setting.inside) : [];
    if (setting.shape !== 'number' || typeof held !== 'number') return [];
    const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY, whole } = setting;
    return held >= least && held <= most && (!whole || Number.isInteger(held)) ? [] : [setting];
  });
}

function isEmpty(held: unknown, setting: Setting): boolean {
  if (held === undefined || held === null) return true;
  if (typeof held === 'string') return held.trim() === '';
  // An empty list of those says: none, on purpose.
  return Array.isArray(held) && held.length === 0 && !(setting.shape === 'references' && setting.mayBeNone);
}

function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
