import { render } from 'preact';
import { findAccount } from './api/account.ts';
import { App } from './app.tsx';
import { catchInstallPrompt } from './notifications/install.ts';
import { registerWorker } from './notifications/register-worker.ts';
import { findPage } from './pages/pages.ts';
import { path } from './routing/path.ts';
import { loadWords } from './words/words.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element #app');

catchInstallPrompt();
// Both are small, and a page in the wrong language or of the wrong person must not flash up.
const { page } = findPage(path.value);
await Promise.all([loadWords(), findAccount(page.isForStrangers?.() ?? false)]);
render(<App />, root);
registerWorker();
