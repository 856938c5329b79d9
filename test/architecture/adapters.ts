import { posix } from 'node:path';
import { importsOf } from './imports.ts';
import type { SourceFile } from './source-file.ts';

/**
 * An adapter is a file, named after it (`mqtt.ts`) or in its folder (`hilink/`), that calls `defineSource`,
 * `defineDestination` or `defineProvider`. Its helpers bear its name (`mqtt-payload.ts`, `hilink/session.ts`); every other file of the
 * folder is shared by adapters and belongs to none.
 */
export function checkAdapters(files: SourceFile[]): string[] {
  return ['sources', 'destinations', 'providers'].flatMap((folder) => checkFolder(folder, files));
}

function checkFolder(folder: string, files: SourceFile[]): string[] {
  const own = files.filter(({ path }) => path.startsWith(`${folder}/`) && path !== `${folder}/index.ts`);
  const adapters = own.filter(({ code }) => isAdapter(code)).map(({ path }) => nameOf(folder, path));
  return own.flatMap((file) => {
    const owner = ownerOf(folder, file.path, adapters);
    return importsOf(file).flatMap(({ target }) => {
      if (target === undefined || !target.startsWith(`${folder}/`)) return [];
      if (target === `${folder}/index.ts`) return [`${file.path} imports ${target}: the list knows the adapters`];
      const other = ownerOf(folder, target, adapters);
      if (other === undefined || other === owner) return [];
      return [`${file.path} imports ${target}, which belongs to the adapter ${other}`];
    });
  });
}

/** `export const mqtt = defineDestination(…)`: the contract's own `export function defineDestination` is none. */
function isAdapter(code: string): boolean {
  return /=\s*define(?:Source|Destination|Provider)\s*\(/.test(code);
}

/** `hilink` for `sources/hilink/hilink.ts`, `mqtt` for `destinations/mqtt.ts`. */
function nameOf(folder: string, path: string): string {
  const [first = ''] = path.slice(folder.length + 1).split('/');
  return posix.basename(first, '.ts');
}

function ownerOf(folder: string, path: string, adapters: string[]): string | undefined {
  const name = nameOf(folder, path);
  return adapters
    .filter((adapter) => name === adapter || name.startsWith(`${adapter}-`))
    .sort((one, two) => two.length - one.length)[0];
}
