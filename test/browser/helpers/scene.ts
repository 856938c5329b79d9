import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { webIsBuilt } from '../../../scripts/web-is-built.ts';
import { type BrowserWish, openBrowser } from './browser.ts';
import { type Complaints, listenToComplaints, photograph } from './complaints.ts';
import { type ColorScheme, type ViewportName, viewports } from './sizes.ts';

export interface VisitWish extends Omit<BrowserContextOptions, 'viewport'> {
  /** Default `desktop`. */
  size?: ViewportName;
  colorScheme?: ColorScheme;
}

/** Somebody at a browser of their own: cookies, storage, permissions. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  complaints: Complaints;
}

export interface Stage {
  browser(): Browser;
  /**
   * Makes a test of a scene. It fails also when a page complained (see `listenToComplaints`); pages of a test that failed
   * are photographed into the temporary folder.
   */
  scene(play: (scene: Scene) => Promise<void>): (test: TestContext) => Promise<void>;
}

export interface Scene {
  test: TestContext;
  /** A new visitor, on a blank page. */
  enter(wish?: VisitWish): Promise<Visitor>;
}

/** A browser for all scenes of this file: opened before the first and closed after the last. */
export function setStage(wish: BrowserWish = {}): Stage {
  let browser: Browser;
  before(async () => {
    if (!webIsBuilt()) throw new Error('build/web is not there or older than web: run `npm run build`');
    browser = await openBrowser(wish);
  });
  after(() => browser?.close());
  return {
    browser: () => browser,
    scene: (play) => async (test) => {
      const visitors: Visitor[] = [];
      try {
        await play({ test, enter: (visit) => enter(browser, visit, visitors) });
        for (const { complaints } of visitors) refuse(complaints);
      } catch (error) {
        throw await withPictures(error, visitors);
      } finally {
        await Promise.all(visitors.map(({ context }) => context.close()));
      }
    },
  };
}

async function enter(browser: Browser, wish: VisitWish | undefined, visitors: Visitor[]): Promise<Visitor> {
  const { size = 'desktop', ...options } = wish ?? {};
  // Nobody waits longer for a click than for a test; the locale is that of the words that tests look for.
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...options,
    viewport: viewports[size],
  });
  context.setDefaultTimeout(10_000);
  const complaints = listenToComplaints(context);
  const visitor = { context, complaints, page: await context.newPage() };
  visitors.push(visitor);
  return visitor;
}

function refuse({ all }: Complaints): void {
  if (all.length > 0) throw new Error(`the page complained:\n${all.map((line) => `  ${line}`).join('\n')}`);
}

/** The same error, with what its reader asks first: what was to be seen, and what the page had to say. */
async function withPictures(error: unknown, visitors: Visitor[]): Promise<Error> {
  const pages = visitors.flatMap(({ context }) => context.pages());
  const name = (at: number) => join(tmpdir(), `keypigeon-${process.pid}-${Date.now()}-${at}.png`);
  const pictures = await Promise.all(pages.map((page, at) => photograph(page, name(at))));
  const failure = error instanceof Error ? error : new Error(String(error));
  const lines = [
    ...pages.map((page, at) => `at ${page.url().replace(/#.*/, '')}, picture: ${pictures[at] ?? 'none'}`),
    ...visitors.flatMap(({ complaints }) => complaints.all),
  ];
  const told = new Error([failure.message, ...lines].join('\n  '));
  const places = failure.stack?.split('\n').filter((line) => /^ +at /.test(line)) ?? [];
  told.stack = [`${failure.name}: ${told.message}`, ...places].join('\n');
  return told;
}
