import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, Result } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules of WCAG 2.2, levels A and AA, and axe's own best practices. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const grave = ['serious', 'critical'];

/** What a color scheme changes. */
const colorRules = ['color-contrast', 'link-in-text-block'];

/**
 * Throws, in words, if axe-core finds anything serious or critical on the page as it is now, or if the page is wider than
 * its window. `colorsOnly`: for a page that was looked at in another color scheme already.
 */
export async function assertAccessible(page: Page, { colorsOnly = false } = {}): Promise<void> {
  const found = (await findings(page, colorsOnly)).filter(({ impact }) => grave.includes(impact ?? ''));
  const wide = colorsOnly ? 0 : Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  const lines = found.map(describe);
  if (wide > 0) lines.push(`  it is ${wide} px wider than its window (WCAG 2.2, 1.4.10)`);
  if (lines.length === 0) return;
  throw new Error(`${new URL(page.url()).pathname} at ${page.viewportSize()?.width} px:\n${lines.join('\n')}`);
}

/** What axe-core has against the page, of any weight. It is evaluated from outside: the page's own policy forbids it. */
async function findings(page: Page, colorsOnly: boolean): Promise<Result[]> {
  // Half-faded letters have no contrast.
  await page.evaluate('for (const one of document.getAnimations()) try { one.finish(); } catch { one.cancel(); }');
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const runOnly = colorsOnly ? { type: 'rule', values: colorRules } : { type: 'tag', values: tags };
  const settings = JSON.stringify({ resultTypes: ['violations'], runOnly });
  const { violations } = (await page.evaluate(`axe.run(document, ${settings})`)) as AxeResults;
  return violations;
}

function describe({ id, impact, help, helpUrl, nodes }: Result): string {
  const places = nodes.map(({ html, failureSummary }) => {
    const why = (failureSummary ?? '').replace(/\s+/g, ' ');
    return `    ${html.length > 200 ? `${html.slice(0, 200)}…` : html}\n      ${why}`;
  });
  return `  ${impact}: ${help} (${id}, ${helpUrl})\n${places.join('\n')}`;
}
