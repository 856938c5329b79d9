import type { BrowserContext, ConsoleMessage, Page, Request, Response } from 'playwright-core';

/** What went wrong in a page without anybody seeing it. */
export interface Complaints {
  /** One line each, in order. */
  readonly all: string[];
  /** From here on such a complaint is expected, and not kept; at once takes back those that are there. */
  expect(pattern: RegExp): void;
}

/**
 * Keeps errors that scripts did not catch, errors on the console (also violations of the Content-Security-Policy), and
 * requests that failed or that the server answered by an error.
 */
export function listenToComplaints(context: BrowserContext): Complaints {
  const all: string[] = [];
  const expected: RegExp[] = [];
  const complain = (line: string) => {
    if (!expected.some((pattern) => pattern.test(line))) all.push(line);
  };
  context.on('weberror', (error) => complain(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('console', (message: ConsoleMessage) => {
    // The answer itself is told below, with its method and status.
    if (message.text().startsWith('Failed to load resource')) return;
    if (['error', 'warning'].includes(message.type())) complain(`console ${message.type()}: ${message.text()}`);
  });
  context.on('response', (response: Response) => {
    if (response.status() >= 400)
      complain(`${response.status()}: ${response.request().method()} ${pathOf(response.url())}`);
  });
  context.on('requestfailed', (request: Request) => {
    const why = request.failure()?.errorText ?? 'unknown';
    // A page that is left, or closes its stream, gives up what is under way.
    if (why !== 'net::ERR_ABORTED') complain(`failed (${why}): ${request.method()} ${pathOf(request.url())}`);
  });
  return {
    all,
    expect(pattern) {
      expected.push(pattern);
      for (let at = all.length - 1; at >= 0; at -= 1) if (pattern.test(all[at] ?? '')) all.splice(at, 1);
    },
  };
}

function pathOf(url: string): string {
  const { protocol, pathname, search } = new URL(url);
  return protocol.startsWith('http') ? pathname + search : url.slice(0, 80);
}

/** Where the picture of a page that failed is kept. */
export async function photograph(page: Page, path: string): Promise<string | null> {
  try {
    await page.screenshot({ path, fullPage: true, timeout: 5_000 });
    return path;
  } catch {
    return null;
  }
}
