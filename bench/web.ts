import { randomBytes } from 'node:crypto';
import { get as httpGet } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '../test/browser/helpers/browser.ts';
import { firstLoadScripts } from '../test/browser/helpers/first-load.ts';
import { viewports } from '../test/browser/helpers/sizes.ts';
import { freePort } from '../test/helpers/databases.ts';
import { rawRequest } from '../test/helpers/served-hub.ts';
import { settle, WebBrowser } from '../test/helpers/web-browser.ts';
import { noteCopyable, noteWhenShown } from './support/eyes.ts';
import { median, percentile, type Result } from './support/figures.ts';
import { type HubProcess, removeFolder, startHub } from './support/process.ts';

const readers = 49;
const messages = 60;
const coldLoads = 15;
const slowdown = 4;
const bearer = randomBytes(24).toString('hex');

const yaml = `
people: [{ id: ann, name: Ann }]
lines: [{ id: family, number: "+15550100001", owner: ann, unmatched: [] }]
sources: [{ id: phone, kind: webhook, line: family, bearer: "${bearer}" }]
`;

/** What the web app makes people wait for: the way of a code onto the screen, the first load, and what is loaded. */
export async function benchWeb(): Promise<Result[]> {
  const port = await freePort();
  const hub = await startHub({ yaml, port });
  const browser = await openBrowser();
  try {
    const cookies = (await settle(local(hub, port), 'ann', new WebBrowser({ port }))).cookies;
    const context = await signedIn(browser, cookies, port);
    const { onScreen, cpuMs } = await codeToScreen(hub, context, cookies, port);
    const kilobytes: Record<string, number> = {};
    for (const locale of ['en-GB', 'de-DE']) {
      const scripts = await firstLoadScripts(await signedIn(browser, cookies, port, locale), site(port));
      kilobytes[locale] = [...scripts.values()].reduce((sum, size) => sum + size, 0) / 1000;
    }
    const interactive: number[] = [];
    for (let load = 0; load < coldLoads; load++) interactive.push(await coldLoad(browser, cookies, port));
    return [
      {
        benchmark: `web: a text into a hub with ${readers + 1} live views, one of them a browser`,
        figures: [
          { what: 'before the commit → on the screen, p50', value: median(onScreen), unit: 'ms', bar: null },
          {
            what: 'before the commit → on the screen, p95',
            value: percentile(onScreen, 0.95),
            unit: 'ms',
            bar: { most: 150 },
          },
          { what: 'CPU of the hub per text', value: cpuMs, unit: 'ms', bar: null },
        ],
      },
      {
        benchmark: `web: the inbox over loopback, nothing cached, CPU slowed ${slowdown}×`,
        figures: [
          { what: 'newest code can be copied, p50', value: median(interactive), unit: 'ms', bar: null },
          {
            what: 'newest code can be copied, p95',
            value: percentile(interactive, 0.95),
            unit: 'ms',
            bar: { most: 1_000 },
          },
          ...Object.entries(kilobytes).map(([locale, value]) => ({
            what: `scripts of the first load, gzip (${locale})`,
            value,
            unit: 'kB',
            bar: { most: 60 },
          })),
        ],
      },
    ];
  } finally {
    await browser.close();
    await hub.stop();
    removeFolder(hub.folder);
  }
}

function site(port: number): string {
  return `http://localhost:${port}`;
}

/** Whoever may read the data folder is the administrator. */
function local({ folder }: HubProcess, port: number) {
  return {
    port,
    api: async (path: string, init: RequestInit = {}) => {
      const socketPath = join(folder, 'keypigeon.sock');
      const answer = await rawRequest({ socketPath, path: `/api/v1${path}`, method: init.method ?? 'GET' });
      return new Response(answer.body, { status: answer.status });
    },
  };
}

async function signedIn(
  browser: Browser,
  cookies: Map<string, string>,
  port: number,
  locale = 'en-GB',
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: viewports.desktop, locale });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site(port) });
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site(port) })));
  return context;
}

/** From before a text is handed in until the browser has painted its code, milliseconds each. */
async function codeToScreen(
  hub: HubProcess,
  context: BrowserContext,
  cookies: Map<string, string>,
  port: number,
): Promise<{ onScreen: number[]; cpuMs: number }> {
  const page = await context.newPage();
  const shownAt = await noteWhenShown(page);
  const streams = Array.from({ length: readers }, () => readEvents(cookies, port));
  await page.goto(`${site(port)}/`);
  await page.locator('h1').first().waitFor();
  await sleep(1_000);
  const cpuBefore = hub.cpuMs();
  const calledAt = new Map<string, number>();
  for (let number = 0; number < messages; number++) {
    const code = String(100_000 + number * 1_371);
    calledAt.set(code, performance.timeOrigin + performance.now());
    await handIn(port, code);
    await sleep(200);
  }
  await sleep(1_000);
  const cpuMs = (hub.cpuMs() - cpuBefore) / messages;
  for (const close of streams) close();
  await page.close();
  const onScreen = [...calledAt].map(([code, at]) => {
    const shown = shownAt.get(code);
    if (shown === undefined) throw new Error('a code never came onto the screen');
    return shown - at;
  });
  return { onScreen, cpuMs };
}

/** A live view without a screen. Answers how to end it. */
function readEvents(cookies: Map<string, string>, port: number): () => void {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const request = httpGet({
    host: '127.0.0.1',
    port,
    path: '/api/v1/events',
    agent: false,
    headers: { cookie, host: `localhost:${port}` },
  });
  request.on('response', (response) => response.resume()).on('error', () => undefined);
  return () => request.destroy();
}

async function handIn(port: number, code: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/hooks/phone`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sender: '+15550100004', text: `Your verification code is ${code}.`, id: code }),
  });
  if (!response.ok) throw new Error(`the hook answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}

/** From the start of the navigation until a press of the newest code's button has put it into the clipboard, ms. */
async function coldLoad(browser: Browser, cookies: Map<string, string>, port: number): Promise<number> {
  const context = await signedIn(browser, cookies, port);
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const { copied } = await noteCopyable(page);
  await page.goto(`${site(port)}/`);
  const tooLate = sleep(30_000, undefined, { ref: false }).then(() => {
    throw new Error('no code could be copied within 30 s');
  });
  const took = await Promise.race([copied, tooLate]);
  await context.close();
  return took;
}
