import type { Refusal } from '../../api/request.ts';

const settings = ['publicUrl', 'defaultRegion', 'serveHosts', 'trustedProxies', 'allowHosts'] as const;

/** What is wrong with which setting; `all`: with none of them alone. */
export type Problems = Partial<Record<(typeof settings)[number] | 'all', string>>;

/** By the setting that a path names, however deep within it or around it. */
export function problemsBySetting(problems: Refusal['problems']): Problems {
  const found: Problems = {};
  for (const { path, message } of problems) {
    const names = path.split(/[.[\]]+/);
    found[settings.find((name) => names.includes(name)) ?? 'all'] ??= message;
  }
  return found;
}
