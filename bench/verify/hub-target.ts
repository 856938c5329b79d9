import { join } from 'node:path';
import { request } from 'undici';
import { freePort } from '../../test/helpers/databases.ts';
import { rawRequest } from '../../test/helpers/served-hub.ts';
import { raceCode, type VerifyNode } from '../../test/helpers/verify-races.ts';
import { type HubProcess, removeFolder, startHub } from '../support/process.ts';
import type { BenchPostgres } from './postgres.ts';
import { createPost, form, type VerifyTarget } from './target.ts';

const yaml = `
defaultRegion: US
lines: [{ id: family, number: "+15550100001", owner: ann, unmatched: [] }]
people: [{ id: ann, name: Ann }]
`;
const plenty = { short: 10_000_000, long: 10_000_000 };
/** Every limit is counted, and none ends the measurement; codes go to the console. */
const settings = {
  console: true,
  limits: { destination: plenty, address: plenty, network: plenty, prefix: plenty, region: plenty, app: plenty },
};

/** The whole program, with an app and a service of Twilio's form. */
export interface HubTarget extends VerifyTarget {
  hub: HubProcess;
  node: VerifyNode;
  /** undefined: SQLite in its folder. */
  databaseUrl: string | undefined;
}

export interface HubWish {
  name: string;
  callers: number;
  postgres?: BenchPostgres;
  databaseUrl?: string;
  /** Of an earlier run; it stays. */
  folder?: string;
  environment?: Record<string, string>;
}

export async function startHubTarget(wish: HubWish): Promise<HubTarget> {
  const port = await freePort();
  const { postgres, folder } = wish;
  const databaseUrl = wish.databaseUrl ?? (await postgres?.create());
  const environment = {
    ...wish.environment,
    ...(databaseUrl === undefined ? {} : { KEYPIGEON_DATABASE_URL: databaseUrl }),
  };
  const hub = await startHub({ yaml, port, environment, ...(folder === undefined ? {} : { folder }) });
  const node = await makeService(hub, databaseUrl !== undefined);
  const post = createPost(node.url, wish.callers, { ...node.headers, ...form });
  return {
    name: wish.name,
    ...{ hub, node, databaseUrl },
    async issue(to) {
      const body = `To=${encodeURIComponent(to)}&Channel=sms&CustomCode=${raceCode}`;
      await post('/Verifications', body, '"status":"pending"');
      return raceCode;
    },
    async check(to, code) {
      await post('/VerificationCheck', `To=${encodeURIComponent(to)}&Code=${code}`, '"status":"approved"');
    },
    cpuMs: hub.cpuMs,
    databaseCpuMs: postgres?.cpuMs ?? (() => 0),
    async stop() {
      await hub.stop();
      if (folder === undefined) removeFolder(hub.folder);
    },
  };
}

async function makeService(hub: HubProcess, apply: boolean): Promise<VerifyNode> {
  const local = async (method: string, path: string, body: string, type = 'application/json') => {
    const socketPath = join(hub.folder, 'keypigeon.sock');
    const headers = { 'content-type': type };
    const answer = await rawRequest({ socketPath, path: `/api/v1${path}`, method, headers }, body);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
    return JSON.parse(answer.body) as { accountSid: string; authToken: string };
  };
  // On PostgreSQL a hub does not apply its file by itself.
  if (apply) await local('PUT', '/configuration', yaml, 'application/yaml');
  const { accountSid, authToken } = await local('POST', '/apps', JSON.stringify({ name: 'bench' }));
  await local('PUT', `/apps/${accountSid}/verification`, JSON.stringify(settings));
  const headers = { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` };
  const url = `${hub.url}/v2/Services`;
  const body = 'FriendlyName=Bench&CustomCodeEnabled=true';
  const made = await request(url, { method: 'POST', headers: { ...headers, ...form }, body });
  const { sid } = (await made.body.json()) as { sid: string };
  return { url: `${url}/${sid}`, headers };
}
