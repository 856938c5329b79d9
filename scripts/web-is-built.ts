import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../web', import.meta.url));
const document = fileURLToPath(new URL('../build/web/index.html', import.meta.url));

/** Whether build/web is there and nothing in web has changed since; a file that went changes its folder. */
export function webIsBuilt(): boolean {
  if (!existsSync(document)) return false;
  const paths = readdirSync(web, { recursive: true, encoding: 'utf8' }).map((path) => `${web}/${path}`);
  const changedAt = Math.max(...[web, ...paths].map((path) => statSync(path).mtimeMs));
  return changedAt <= statSync(document).mtimeMs;
}
