import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { json } from '../../src/http/fixtures.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulators/twilio.ts';
import { type ServedHub, type ServedHubOptions, serveHub } from './served-hub.ts';

export const office = '+15550100002';
export const slow = '+15550100005';
export const phone = '+15550100003';

const upstream = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'for-tests-only' };

export interface Credentials {
  accountSid: string;
  authToken: string;
}

export interface TwilioHub {
  served: ServedHub;
  /** What the lines send by. */
  provider: TwilioSimulator;
  makeApp(wish: object): Promise<Credentials>;
  close(): Promise<void>;
}

/** A hub with two people: `ann` has a line that sends at once and one that sends a text in an hour, `bob` has one. */
export async function serveTwilioHub(options: ServedHubOptions = {}): Promise<TwilioHub> {
  const provider = await startTwilioSimulator(upstream);
  const source = `kind: twilio, accountSid: ${upstream.accountSid}, authToken: ${upstream.authToken}, apiBaseUrl: "${provider.url}", catchUpSeconds: 3600`;
  const served = await serveHub(
    `
defaultRegion: US
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
lines:
  - { id: office, number: "${office}", owner: ann, unmatched: [] }
  - { id: slow, number: "${slow}", owner: ann, unmatched: [], sending: { everySeconds: 3600 } }
  - { id: bobs, number: "+15550100006", owner: bob, unmatched: [] }
  - { id: poor, number: "+15550100007", owner: bob, unmatched: [], sending: { perDay: 0 } }
sources:
  - { id: one, line: office, ${source} }
  - { id: two, line: slow, ${source} }
  - { id: three, line: bobs, ${source} }
  - { id: four, line: poor, ${source} }
`,
    options,
  );
  return {
    served,
    provider,
    async makeApp(wish) {
      const response = await served.api('/apps', { method: 'POST', headers: json, body: JSON.stringify(wish) });
      if (response.status !== 201) throw new Error(`the API answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as Credentials;
    },
    async close() {
      await served.close();
      await provider.close();
    },
  };
}

/** The official client, with another address and nothing else changed. */
export function officialClient({ accountSid, authToken }: Credentials, url: string) {
  const client = twilio(accountSid, authToken);
  client.api.baseUrl = url;
  return client;
}

/** The Messages list of an app. */
export function messagesUrl({ accountSid }: Credentials, url: string): string {
  return `${url}/2010-04-01/Accounts/${accountSid}/Messages.json`;
}

export function basic({ accountSid, authToken }: Credentials): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` };
}

export interface ReceivedCall {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  form: Record<string, string>;
}

export interface CallReceiver {
  url: string;
  calls: ReceivedCall[];
  /** Status of the next answers; 0 cuts the connection. Afterwards 204. */
  statuses: number[];
  close(): Promise<void>;
}

/** Takes status callbacks on loopback; `port` 0 is any. */
export async function startCallReceiver(port = 0): Promise<CallReceiver> {
  const calls: ReceivedCall[] = [];
  const statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const form = Object.fromEntries(new URLSearchParams(body));
    calls.push({ path: request.url ?? '', headers: request.headers, form });
    const status = statuses.shift() ?? 204;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    statuses,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Waits until what `look` looks for is there (looked at every 10 ms); rejects after 10 s. */
export async function until<Found>(look: () => Promise<Found | undefined> | Found | undefined): Promise<Found> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('did not happen within 10 s');
}
