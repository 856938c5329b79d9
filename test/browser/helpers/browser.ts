import { userInfo } from 'node:os';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

export interface BrowserWish {
  /** Host names that lead to 127.0.0.1, as a name server of a home network has them. */
  names?: string[];
}

/**
 * Starts a browser with a profile of its own; nothing that it loads comes from elsewhere than this machine. It ends with
 * the process that started it. One per test file: contexts within it are cheap and know nothing of each other.
 */
export async function openBrowser({ names = [] }: BrowserWish = {}): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  const rules = [
    ...names.map((name) => `MAP ${name} 127.0.0.1`),
    'MAP * ~NOTFOUND',
    'EXCLUDE 127.0.0.1',
    'EXCLUDE localhost',
  ];
  const args = [`--host-resolver-rules=${rules.join(',')}`];
  // Chromium's sandbox needs another user than root.
  if (process.platform === 'linux' && userInfo().uid === 0) args.push('--no-sandbox');
  return await chromium.launch({ executablePath, env, args, headless: true });
}
