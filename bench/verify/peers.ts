import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/helpers/databases.ts';
import { removeFolder, startMeasured, temporaryFolder } from '../support/process.ts';
import type { BenchPostgres } from './postgres.ts';
import { createPost, form, type VerifyTarget } from './target.ts';

/** Fastify alone. */
export async function startBare(callers: number): Promise<VerifyTarget> {
  const { url, measured } = await serve('bare-server.ts', {});
  const post = createPost(url, callers, form);
  const code = '246810';
  return {
    name: 'bare Fastify',
    async issue(to) {
      await post('/issue', `To=${encodeURIComponent(to)}&Channel=sms&CustomCode=${code}`, '"status":"pending"');
      return code;
    },
    async check(to) {
      await post('/check', `To=${encodeURIComponent(to)}&Code=${code}`, '"status":"approved"');
    },
    cpuMs: measured.cpuMs,
    databaseCpuMs: () => 0,
    stop: measured.stop,
  };
}

/** better-auth's plugin for phone numbers: by its endpoints, and by its calls for servers, which do less. */
export interface BetterAuth {
  endpoints: VerifyTarget;
  calls: VerifyTarget;
}

/** From a package of its own, which is installed here and is no part of the product. */
export async function startBetterAuth(
  database: string,
  callers: number,
  postgres?: BenchPostgres,
): Promise<BetterAuth> {
  const package_ = fileURLToPath(new URL('../better-auth', import.meta.url));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: package_, stdio: 'ignore' });
  const folder = temporaryFolder();
  const environment: Record<string, string> =
    postgres === undefined ? { SQLITE_FILE: join(folder, 'auth.db') } : { DATABASE_URL: await postgres.create() };
  const { url, measured } = await serve('../better-auth/server.js', environment);
  const post = createPost(url, callers, { 'content-type': 'application/json' });
  const targetOf = (way: string): VerifyTarget => ({
    name: `better-auth on ${database}, by its ${way}`,
    async issue(to) {
      const answer = await post(`/${way}/issue`, JSON.stringify({ phoneNumber: to }), '"code"');
      return (JSON.parse(answer) as { code: string }).code;
    },
    async check(to, code) {
      await post(`/${way}/check`, JSON.stringify({ phoneNumber: to, code }), '"status":true');
    },
    cpuMs: measured.cpuMs,
    databaseCpuMs: postgres?.cpuMs ?? (() => 0),
    async stop() {
      await measured.stop();
      removeFolder(folder);
    },
  });
  return { endpoints: targetOf('endpoints'), calls: targetOf('calls') };
}

async function serve(script: string, environment: Record<string, string>) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const measured = await startMeasured(path, [], { PORT: String(port), ...environment }, `${url}/healthz`);
  return { url, measured };
}
