import { gzipSync } from 'node:zlib';
import type { BrowserContext } from 'playwright-core';
import { openPage } from './pages.ts';

/**
 * The scripts that a browser without a cache loads until the inbox stands there, the service worker's among them, each
 * with its size as gzip makes it (level 9), bytes.
 */
export async function firstLoadScripts(context: BrowserContext, url: string): Promise<Map<string, number>> {
  const page = await context.newPage();
  const scripts = new Map<string, number>();
  const bodies: Promise<unknown>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    bodies.push(response.body().then((body) => scripts.set(new URL(response.url()).pathname, packedSize(body))));
  });
  await openPage(page, `${url}/`);
  await Promise.all(bodies);
  await page.close();
  // It is loaded once the page stands there.
  const worker = '/service-worker.js';
  scripts.set(worker, packedSize(Buffer.from(await (await fetch(url + worker)).arrayBuffer())));
  return scripts;
}

function packedSize(body: Buffer): number {
  return gzipSync(body, { level: 9 }).length;
}
