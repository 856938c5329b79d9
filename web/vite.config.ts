import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm run build` writes build/web, which the hub serves; `npm run web` serves these files as they are edited. */
export default defineConfig({
  root: here('.'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../build/web'),
    emptyOutDir: true,
    // Tablets that hang on a wall are old.
    target: ['es2022', 'chrome105', 'firefox115', 'safari16'],
    // Whatever is inlined as data: would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // A build on a busy machine would warn of its own slowness.
      checks: { pluginTimings: false },
      input: { index: here('index.html'), 'service-worker': here('src/service-worker/service-worker.ts') },
      output: {
        // A service worker is known by its address: a hash in it would leave the old one in place for ever.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api/v1', '/hooks', '/metrics'].map((path) => [path, process.env.KEYPIGEON_URL ?? 'http://127.0.0.1:7466']),
    ),
  },
});
