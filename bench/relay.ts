import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/helpers/databases.ts';
import { type Fakes, startFakes } from './support/fakes.ts';
import { median, percentile, type Result } from './support/figures.ts';
import { type Measured, removeFolder, startHub, startMeasured } from './support/process.ts';
import { account, createTwilioCaller } from './support/twilio-webhook.ts';

const publicUrl = 'https://hub.example.org';
const destinationCount = 5;

/** Five destinations: three texts by Twilio over TLS and two Slack hooks. */
export function fiveDestinations(fakes: Fakes): string {
  return `
publicUrl: ${publicUrl}
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines: [{ id: office, number: "+15550100002", owner: ann }]
sources:
  - { id: twilio, kind: twilio, line: office, accountSid: ${account.sid}, authToken: "\${TWILIO_AUTH_TOKEN}", apiBaseUrl: "${fakes.twilioUrl}", catchUpSeconds: 3600 }
destinations:
  - { id: phone-1, kind: sms, owner: ann, show: full, to: "+15550100011", via: office, dailyCap: 10000 }
  - { id: phone-2, kind: sms, owner: ann, show: full, to: "+15550100012", via: office, dailyCap: 10000 }
  - { id: phone-3, kind: sms, owner: ann, show: full, to: "+15550100013", via: office, dailyCap: 10000 }
  - { id: slack-1, kind: slack, owner: ann, show: full, webhookUrl: "${fakes.slackUrl}/services/1" }
  - { id: slack-2, kind: slack, owner: ann, show: full, webhookUrl: "${fakes.slackUrl}/services/2" }
`;
}

/** Latency at a gentle rate, then throughput and CPU under load, for the hub and for the usual script in the same run. */
export async function benchRelay(): Promise<Result[]> {
  const fakes = await startFakes();
  const hubPort = await freePort();
  const environment = { TWILIO_AUTH_TOKEN: account.token };
  const hub = await startHub({ yaml: fiveDestinations(fakes), port: hubPort, environment });
  const hubLatency = await latency(hub.url, fakes, 100);
  const hubLoad = await load(hub, hub.url, fakes, 6_000, 0);
  const sockets = await fakes.mostSockets();
  await hub.stop();
  removeFolder(hub.folder);
  const scriptPort = await freePort();
  const scriptUrl = `http://127.0.0.1:${scriptPort}`;
  const script = await startMeasured(
    fileURLToPath(new URL('usual-script.ts', import.meta.url)),
    [],
    { PORT: String(scriptPort), TWILIO_URL: fakes.twilioUrl, SLACK_URL: fakes.slackUrl, ...environment },
    `${scriptUrl}/`,
  );
  const scriptLatency = await latency(scriptUrl, fakes, 25);
  const scriptLoad = await load(script, scriptUrl, fakes, 600, 100_000);
  await script.stop();
  fakes.stop();
  const { last, answered } = hubLatency;
  return [
    {
      benchmark: 'relay: 5 messages/s into 5 destinations that take 150 ms, durable',
      figures: [
        { what: 'last destination has it, p50', value: median(last), unit: 'ms', bar: { most: 170 } },
        { what: 'last destination has it, p99', value: percentile(last, 0.99), unit: 'ms', bar: { most: 260 } },
        { what: 'webhook answered, p99', value: percentile(answered, 0.99), unit: 'ms', bar: { most: 25 } },
        { what: 'the usual script, last destination, p50', value: median(scriptLatency.last), unit: 'ms', bar: null },
        { what: 'ratio script / hub', value: median(scriptLatency.last) / median(last), unit: '×', bar: null },
      ],
    },
    {
      benchmark: 'relay: 64 at once into 5 destinations that take 20 ms, durable',
      figures: [
        { what: 'messages relayed everywhere', value: hubLoad.perSecond, unit: '/s', bar: { least: 400 } },
        { what: 'CPU of the hub per message', value: hubLoad.cpuMs, unit: 'ms', bar: { most: 2.0 } },
        { what: 'sockets at the other sides, most', value: sockets, unit: '', bar: { most: 200 } },
        { what: 'RSS of the hub after it', value: hubLoad.rssMb, unit: 'MB', bar: null },
        { what: 'the usual script, messages', value: scriptLoad.perSecond, unit: '/s', bar: null },
        { what: 'the usual script, CPU per message', value: scriptLoad.cpuMs, unit: 'ms', bar: null },
      ],
    },
  ];
}

async function latency(url: string, fakes: Fakes, messages: number): Promise<{ last: number[]; answered: number[] }> {
  fakes.setLatency(150);
  const caller = createTwilioCaller(url, publicUrl);
  const first = 900_000;
  // Some before, so that connections and compiled code are there and the start is over, as in a hub that runs.
  for (let number = 0; number < 20; number++) await caller.call(first - 1 - number);
  await sleep(3_500);
  await fakes.takeArrivals();
  const calls: Promise<{ number: number; calledAt: number; answeredInMs: number }>[] = [];
  for (let number = first; number < first + messages; number++) {
    calls.push(caller.call(number).then((call) => ({ number, ...call })));
    await sleep(200);
  }
  const called = await Promise.all(calls);
  await sleep(2_000);
  const arrivals = await fakes.takeArrivals();
  await caller.close();
  const last = called.map(({ number, calledAt }) => {
    const mine = arrivals.filter((arrival) => arrival.message === String(number));
    if (mine.length !== destinationCount) throw new Error(`message ${number} arrived ${mine.length} times`);
    return Math.max(...mine.map((arrival) => arrival.at)) - calledAt;
  });
  return { last, answered: called.map((call) => call.answeredInMs) };
}

/** 64 callers at once, until all messages have arrived everywhere. */
export async function load(
  measured: Measured,
  url: string,
  fakes: Fakes,
  messages: number,
  first: number,
): Promise<{ perSecond: number; cpuMs: number; rssMb: number }> {
  fakes.setLatency(20);
  const caller = createTwilioCaller(url, publicUrl);
  for (let number = 0; number < Math.min(500, messages / 4); number++) await caller.call(first + 500_000 + number);
  await sleep(1_000);
  await fakes.takeArrivals();
  const cpuBefore = measured.cpuMs();
  const began = performance.timeOrigin + performance.now();
  let next = first;
  const callers = Array.from({ length: 64 }, async () => {
    while (next < first + messages) await caller.call(next++);
  });
  await Promise.all(callers);
  let arrivals = await fakes.takeArrivals();
  const until = performance.now() + 60_000;
  while (arrivals.length < messages * destinationCount && performance.now() < until) {
    await sleep(50);
    arrivals = arrivals.concat(await fakes.takeArrivals());
  }
  await sleep(300);
  const cpuMs = (measured.cpuMs() - cpuBefore) / messages;
  await caller.close();
  if (arrivals.length !== messages * destinationCount)
    throw new Error(`${arrivals.length} arrivals of ${messages * destinationCount}`);
  const ended = Math.max(...arrivals.map((arrival) => arrival.at));
  return { perSecond: (messages * 1000) / (ended - began), cpuMs, rssMb: measured.rssMb() };
}
