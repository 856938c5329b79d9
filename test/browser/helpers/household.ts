import { type HilinkSimulator, startHilinkSimulator } from '../../../src/simulators/hilink/simulator.ts';
import { type SlackSimulator, startSlackSimulator } from '../../../src/simulators/slack.ts';
import { eventually } from '../../helpers/eventually.ts';
import { type ServedHub, type ServedHubOptions, serveHub } from '../../helpers/served-hub.ts';
import { until } from '../../helpers/twilio-hub.ts';

/** Two people, each with a simulated stick; Ann, who owns the hub, has a Slack channel besides. Nobody in it exists. */
export interface Household {
  hub: ServedHub;
  sticks: { ann: HilinkSimulator; bob: HilinkSimulator };
  slack: SlackSimulator;
  /** A text comes to somebody's stick. */
  text(to: 'ann' | 'bob', text: string, sender?: string): void;
  close(): Promise<void>;
}

/** A name that leads to the hub in the home network, over plain HTTP. */
export const lanName = 'hub.lan';
/** Of whoever writes to the household, reserved for fiction. */
export const sender = '+15550100099';

export interface HouseholdOptions extends ServedHubOptions {
  /** How people and things are called. */
  names?: { ann: string; bob: string; route: string };
  /** A text to Bob's line by Ann's now and then. */
  lineTest?: boolean;
}

export async function openHousehold(options: HouseholdOptions = {}): Promise<Household> {
  const names = options.names ?? { ann: 'Ann', bob: 'Bob', route: 'Streaming' };
  const [annsStick, bobsStick, slack] = await Promise.all([
    startHilinkSimulator(),
    startHilinkSimulator(),
    startSlackSimulator(),
  ]);
  const hub = await serveHub(
    `
defaultRegion: US
network: { allowHosts: [127.0.0.1], serveHosts: [${lanName}] }
people: [{ id: ann, name: ${JSON.stringify(names.ann)} }, { id: bob, name: ${JSON.stringify(names.bob)} }]
lines:
  - { id: family, number: "+15550100001", owner: ann }
  - { id: bobs-phone, number: "+15550100002", owner: bob }
sources:
  - { id: stick, kind: hilink, line: family, url: "${annsStick.url}", pollSeconds: 0.2 }
  - { id: bobs-stick, kind: hilink, line: bobs-phone, url: "${bobsStick.url}", pollSeconds: 0.2 }
providers:
  - { id: twilio, kind: twilio, accountSid: AC00000000000000000000000000000000, authToken: for-tests-only, from: "+15550100008", regions: [US, CA], apiBaseUrl: "http://127.0.0.1:1" }
  - { id: mail, kind: smtp, host: 127.0.0.1, from: "Keypigeon <codes@example.com>" }
destinations:
  - { id: kitchen-slack, kind: slack, owner: ann, webhookUrl: "${slack.webhookUrl}" }
  - { id: bobs-slack, kind: slack, owner: bob, webhookUrl: "${slack.webhookUrl}" }
routes:
  - { name: ${JSON.stringify(names.route)}, when: { line: family, service: Netflix }, to: [kitchen-slack, bobs-slack] }
${options.lineTest === true ? 'canaries: [{ id: daily, to: bobs-phone, via: family, everyMinutes: 1440 }]' : ''}
`,
    options,
  );
  await makeOwner(hub, 'ann');
  // What is on a stick before its first reading is delivered nowhere.
  await eventually(() => hub.hub.api.sources().every(({ health }) => health.state === 'ok'), 'the sticks are read');
  const sticks = { ann: annsStick, bob: bobsStick };
  return {
    hub,
    sticks,
    slack,
    text: (to, text, from = sender) => void sticks[to].inject({ sender: from, text }),
    async close() {
      await hub.close();
      await Promise.all([annsStick.close(), bobsStick.close(), slack.close()]);
    },
  };
}

/** Prices, and texts such as a household gets, all of them received when this resolves. */
export async function furnish({ hub, text }: Household): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await hub.api('/prices', { method: 'PUT', headers, body: JSON.stringify(prices) });
  text('ann', 'Your parcel from Example Books arrives tomorrow between 9 and 12.', 'Example');
  text('bob', 'G-604182 is your Google verification code.', '+15550100021');
  text('ann', 'Your Netflix code is 730516. It expires in 15 minutes.', '+15550100022');
  text('ann', '418 207 is your PayPal code to sign in. Do not give it to anyone.', '+447700900123');
  text('ann', '391746 is your GitHub authentication code.\n\n@github.com #391746', '+15550100023');
  const received = async () => {
    const { messages } = (await (await hub.api('/messages?limit=50')).json()) as { messages: unknown[] };
    return messages.length >= 5 ? true : undefined;
  };
  await until(received);
}

const prices = {
  currency: 'EUR',
  prices: [
    { kind: 'sms', price: '0.0079' },
    { kind: 'sms', by: 'family', price: '0' },
    { kind: 'sms', by: 'twilio', to: '+1204', price: '0.0125' },
    { kind: 'call', by: 'twilio', to: 'CA', price: '0.03' },
  ],
};

/** Who stands in the configuration begins as a member. */
async function makeOwner(hub: ServedHub, person: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const { status } = await hub.api(`/people/${person}`, { method: 'PATCH', headers, body: '{"role":"owner"}' });
  if (status !== 200) throw new Error(`making ${person} an owner was answered by ${status}`);
}
