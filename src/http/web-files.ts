import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the web app, in memory. */
export interface WebFile {
  type: string;
  /** Its name holds a hash of what is in it: it never changes. */
  immutable: boolean;
  etag: string;
  /** By coding of the content (RFC 9110 §8.4.1); `identity` is always there. */
  bodies: { identity: Buffer; gzip?: Buffer; br?: Buffer };
}

const builtFolder = fileURLToPath(new URL('../../build/web', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/**
 * The files of the web app by their path. They are few and small, and read once: a path of a request never reaches the
 * file system. Empty where the app is not built.
 */
export function readWebFiles(folder = builtFolder): Map<string, WebFile> {
  const files = new Map<string, WebFile>();
  if (!existsSync(folder)) return files;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const path = `/${name.split(sep).join('/')}`;
    files.set(path, readWebFile(join(folder, name), type, path.startsWith('/assets/')));
  }
  return files;
}

function readWebFile(file: string, type: string, immutable: boolean): WebFile {
  const identity = readFileSync(file);
  const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
  const packed = (ending: string) => (existsSync(file + ending) ? readFileSync(file + ending) : undefined);
  const [gzip, br] = [packed('.gz'), packed('.br')];
  const bodies = { identity, ...(gzip === undefined ? {} : { gzip }), ...(br === undefined ? {} : { br }) };
  return { type, immutable, etag, bodies };
}
