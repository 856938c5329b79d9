import type { Page } from 'playwright-core';

/**
 * Notes when each code was painted for the first time: the machine's clock, ms since 1970. To be called
 * before the page is opened.
 */
export async function noteWhenShown(page: Page): Promise<Map<string, number>> {
  const shownAt = new Map<string, number>();
  await page.exposeFunction('keypigeonShown', (code: string, at: number) => {
    if (!shownAt.has(code)) shownAt.set(code, at);
  });
  await page.addInitScript(`
    const seen = new Set();
    new MutationObserver(() => {
      for (const { textContent: code } of document.querySelectorAll('.code')) {
        if (seen.has(code)) continue;
        seen.add(code);
        // The frame that shows it is done when the task behind it runs.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => keypigeonShown(code, performance.timeOrigin + performance.now());
          port2.postMessage(null);
        });
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  `);
  return shownAt;
}

/**
 * Presses the first button that copies as soon as it is there, and answers when it said that it did: ms since the start
 * of the navigation. To be called before the page is opened.
 */
export async function noteCopyable(page: Page): Promise<{ copied: Promise<number> }> {
  const { promise, resolve } = Promise.withResolvers<number>();
  await page.exposeFunction('keypigeonCopied', resolve);
  await page.addInitScript(`
    let pressed = false;
    const observer = new MutationObserver(() => {
      if (document.querySelector('button.copied') !== null) {
        observer.disconnect();
        void keypigeonCopied(performance.now());
        return;
      }
      const button = document.querySelector('button.copy:not(:disabled)');
      if (button === null || pressed) return;
      pressed = true;
      button.click();
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  `);
  return { copied: promise };
}
