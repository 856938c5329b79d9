import { directions } from './directions.ts';

/** An entry of `overrides` in biome.json. */
interface Override {
  includes: string[];
  linter: { rules: { style: { noRestrictedImports: unknown } } };
}

const why = 'This goes against the way of a message: see docs/architecture.md';
const databasePackages = ['kysely', 'kysely/**', 'pg', 'better-sqlite3'];

/**
 * The directions as Biome's `noRestrictedImports` has them, so that the editor shows at once what the architecture test
 * refuses.
 */
export function editorRules(): Override[] {
  return Object.entries(directions).flatMap(([folder, allowed]) =>
    allowed === 'everything'
      ? [restrict([`src/${folder}/**`], [])]
      : [restrict(placesOf(folder), groupOf(folder, allowed))],
  );
}

function placesOf(folder: string): string[] {
  return isFile(folder) ? [`src/${folder}`] : [`src/${folder}/**`];
}

function groupOf(folder: string, allowed: string[]): string[] {
  const refused = Object.keys(directions).filter((other) => other !== folder && !allowed.includes(other));
  const excepted = allowed.filter((entry) => entry.includes('/'));
  return [
    ...refused.map((other) => (isFile(other) ? `**/${other}` : `**/${other}/**`)),
    ...excepted.map((file) => `!**/${file}`),
  ];
}

function isFile(folder: string): boolean {
  return folder.endsWith('.ts');
}

function restrict(includes: string[], group: string[]): Override {
  const isStore = includes.includes('src/store/**');
  const patterns = [
    ...(group.length === 0 ? [] : [{ group, message: why }]),
    ...(isStore ? [] : [{ group: databasePackages, message: 'SQL belongs to src/store' }]),
  ];
  return {
    includes: [...includes, '!**/*.test.ts'],
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
  };
}
