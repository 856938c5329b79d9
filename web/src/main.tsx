import { render } from 'preact';
import { loadAccount } from './api/account.ts';
import { App } from './app.tsx';
import { loadWords } from './words/words.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element #app');

// Both are small, and a page in the wrong language or of the wrong person must not flash up.
await Promise.all([loadWords(), loadAccount()]);
render(<App />, root);
