import { join } from 'node:path';
import { Agent, request } from 'undici';
import { freePort } from '../test/helpers/databases.ts';
import { rawRequest } from '../test/helpers/served-hub.ts';
import { percentile, type Result } from './support/figures.ts';
import { type HubProcess, removeFolder, startHub } from './support/process.ts';

const callers = 32;
const seconds = 10;
const code = '246810';
const yaml = `
defaultRegion: US
people: [{ id: ann, name: Ann }]
lines: [{ id: family, number: "+15550100001", owner: ann, unmatched: [] }]
`;
const plenty = { short: 10_000_000, long: 10_000_000 };
const settings = {
  console: true,
  limits: { destination: plenty, address: plenty, network: plenty, prefix: plenty, region: plenty, app: plenty },
};

/** Issue and check over Twilio's forms, whole program, with auth, limits, trail, outbox and sending to the console. */
export async function benchVerify(): Promise<Result[]> {
  const port = await freePort();
  const hub = await startHub({ yaml, port });
  try {
    const service = await makeService(hub, port);
    await run(service, 3);
    const cpuBefore = hub.cpuMs();
    const { pairs, tookMs, issueMs, checkMs } = await run(service, seconds);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const cpuUs = ((hub.cpuMs() - cpuBefore) * 1000) / pairs;
    return [
      {
        benchmark: `verify: ${callers} callers that issue a code and check it, SQLite, durable, everything on`,
        figures: [
          { what: 'pairs of issue and check', value: (pairs * 1000) / tookMs, unit: '/s', bar: { least: 3_000 } },
          { what: 'CPU of the hub per pair', value: cpuUs, unit: 'µs', bar: { most: 350 } },
          { what: 'issue answered, p50', value: percentile(issueMs, 0.5), unit: 'ms', bar: null },
          { what: 'issue answered, p99', value: percentile(issueMs, 0.99), unit: 'ms', bar: { most: 50 } },
          { what: 'check answered, p99', value: percentile(checkMs, 0.99), unit: 'ms', bar: { most: 50 } },
          { what: 'RSS of the hub after it', value: hub.rssMb(), unit: 'MB', bar: null },
        ],
      },
    ];
  } finally {
    await hub.stop();
    removeFolder(hub.folder);
  }
}

interface Service {
  url: string;
  headers: Record<string, string>;
  agent: Agent;
}

async function makeService(hub: HubProcess, port: number): Promise<Service> {
  const local = async (method: string, path: string, body: object) => {
    const socketPath = join(hub.folder, 'keypigeon.sock');
    const headers = { 'content-type': 'application/json' };
    const answer = await rawRequest({ socketPath, path: `/api/v1${path}`, method, headers }, JSON.stringify(body));
    return JSON.parse(answer.body) as { accountSid: string; authToken: string };
  };
  const { accountSid, authToken } = await local('POST', '/apps', { name: 'bench' });
  await local('PUT', `/apps/${accountSid}/verification`, settings);
  const headers = {
    authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const agent = new Agent({ connections: callers, pipelining: 1 });
  const url = `http://127.0.0.1:${port}/v2/Services`;
  const made = await request(url, {
    method: 'POST',
    headers,
    body: 'FriendlyName=Bench&CustomCodeEnabled=true',
    dispatcher: agent,
  });
  const { sid } = (await made.body.json()) as { sid: string };
  return { url: `${url}/${sid}`, headers, agent };
}

let numbers = 0;

async function run(service: Service, forSeconds: number) {
  const issueMs: number[] = [];
  const checkMs: number[] = [];
  const began = performance.now();
  const until = began + forSeconds * 1000;
  const caller = async () => {
    while (performance.now() < until) {
      const to = encodeURIComponent(numberOf(numbers++));
      const issuedAt = performance.now();
      await post(service, '/Verifications', `To=${to}&Channel=sms&CustomCode=${code}`, '"status":"pending"');
      const checkedAt = performance.now();
      await post(service, '/VerificationCheck', `To=${to}&Code=${code}`, '"status":"approved"');
      issueMs.push(checkedAt - issuedAt);
      checkMs.push(performance.now() - checkedAt);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { pairs: issueMs.length, tookMs: performance.now() - began, issueMs, checkMs };
}

async function post({ url, headers, agent }: Service, path: string, body: string, expected: string): Promise<void> {
  const answer = await request(`${url}${path}`, { method: 'POST', headers, body, dispatcher: agent });
  const text = await answer.body.text();
  if (!text.includes(expected)) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
}

/** Numbers for fiction (NANPA: 555-0100 to 555-0199) of many areas, in turn. */
function numberOf(index: number): string {
  const area = areas[Math.floor(index / 100) % areas.length];
  return `+1${area}55501${String(index % 100).padStart(2, '0')}`;
}

const areas = [
  ...[
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
  ],
  ...[
    239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309,
  ],
  ...[
    310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 334, 336, 337, 347, 351, 352, 360, 361, 386,
  ],
];
