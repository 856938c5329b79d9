// Pictures of every page of the web app, of a household that does not exist, at three widths, light and dark:
//
//   npm run screenshots               into screenshots/
//   npm run screenshots -- FOLDER
//   npm run screenshots -- --only inbox,board FOLDER
import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../test/browser/helpers/browser.ts';
import { furnish, type Household, openHousehold } from '../test/browser/helpers/household.ts';
import { type AppPage, appPages, findPlaces, openPage } from '../test/browser/helpers/pages.ts';
import { keepSignedIn } from '../test/browser/helpers/sign-in.ts';
import {
  type ColorScheme,
  colorSchemes,
  type ViewportName,
  viewportNames,
  viewports,
} from '../test/browser/helpers/sizes.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const folder = resolve(positionals[0] ?? 'screenshots');
const only = values.only?.split(',');
/** Nobody looks at the rest of a reference; px. */
const tallest = 4_000;

mkdirSync(folder, { recursive: true });
const household = await openHousehold({ lineTest: true });
const browser = await openBrowser();
try {
  await furnish(household);
  const places = await findPlaces(household);
  const wanted = appPages.filter(({ name }) => only?.includes(name) ?? true);
  const pages = wanted.map(({ name, path, as }) => ({ name, path: path(places), as }));
  const signIn = keepSignedIn(household.hub);
  let count = 0;
  for (const size of viewportNames) {
    for (const colorScheme of colorSchemes)
      count += await photographAll(browser, household, { pages, size, colorScheme, signIn });
  }
  process.stdout.write(`${count} pictures are in ${relative(process.cwd(), folder) || folder}\n`);
} finally {
  await browser.close();
  await household.close();
}

type Shot = Omit<AppPage, 'path'> & { path: string };

interface Look {
  pages: Shot[];
  size: ViewportName;
  colorScheme: ColorScheme;
  signIn: ReturnType<typeof keepSignedIn>;
}

async function photographAll(
  browser: Browser,
  { hub }: Household,
  { pages, size, colorScheme, signIn }: Look,
): Promise<number> {
  const wish = { viewport: viewports[size], colorScheme, locale: 'en-GB', deviceScaleFactor: size === 'phone' ? 2 : 1 };
  for (const as of new Set(pages.map((page) => page.as))) {
    const context = await browser.newContext(wish);
    if (as !== null) await signIn({ context }, as);
    const tab = await context.newPage();
    for (const { name, path } of pages.filter((page) => page.as === as)) {
      // From page to page without what a former one left, such as a notice in passing.
      await tab.goto('about:blank');
      await openPage(tab, `http://localhost:${hub.port}${path}`);
      await tab.waitForTimeout(300);
      // The window grows to the page: what stands at its bottom would else stand across a long page.
      const height = Number(await tab.evaluate('document.documentElement.scrollHeight'));
      await tab.setViewportSize({ width: viewports[size].width, height: Math.min(height, tallest) });
      await tab.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
      await tab.setViewportSize(viewports[size]);
    }
    await context.close();
  }
  return pages.length;
}
