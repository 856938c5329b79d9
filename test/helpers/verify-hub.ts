import { json } from '../../src/http/fixtures.ts';
import { type Clock, systemClock } from '../../src/support/clock.ts';
import { type Credentials, officialClient, serveTwilioHub, type TwilioHub, until } from './twilio-hub.ts';

/** The real time, moved on by what a test skips. */
export function createSkippingClock(): Clock & { skip(ms: number): void } {
  let skipped = 0;
  return {
    now: () => systemClock.now() + skipped,
    after: systemClock.after,
    skip(ms) {
      skipped += ms;
    },
  };
}

export interface VerifyHub extends TwilioHub {
  clock: ReturnType<typeof createSkippingClock>;
  /** Moves the time on. */
  skip(ms: number): void;
  /** An app of `ann`, its client, and a service of it. */
  makeVerifier(settings?: object): Promise<{ app: Credentials; client: Client; service: ServiceContext }>;
  /** The code in the newest text to this number, once there are `texts` of them. */
  codeFor(number: string, texts?: number): Promise<string>;
}

type Client = ReturnType<typeof verifyClient>;
type ServiceContext = ReturnType<Client['verify']['v2']['services']>;

/** A hub that sends codes by its lines, whose time can be moved. */
export async function serveVerifyHub(): Promise<VerifyHub> {
  const clock = createSkippingClock();
  const hub = await serveTwilioHub({ clock });
  const textsTo = (number: string) => hub.provider.sent().filter(({ to }) => to === number);
  return {
    ...hub,
    clock,
    skip: clock.skip,
    async makeVerifier(settings = {}) {
      const app = await hub.makeApp({ name: 'shop', lines: ['office'] });
      await setVerification(hub, app, settings);
      const client = verifyClient(app, hub.served.url);
      const { sid } = await client.verify.v2.services.create({ friendlyName: 'Shop' });
      return { app, client, service: client.verify.v2.services(sid) };
    },
    async codeFor(number, texts = 1) {
      const text = await until(() => (textsTo(number).length >= texts ? textsTo(number).at(-1) : undefined));
      return /\d{4,10}/.exec(text.body)?.[0] ?? '';
    },
  };
}

/** The official client, with another address of Verify and nothing else changed. */
export function verifyClient(app: Credentials, url: string) {
  const client = officialClient(app, url);
  client.verify.baseUrl = url;
  return client;
}

export async function setVerification(
  { served }: Pick<TwilioHub, 'served'>,
  { accountSid }: Credentials,
  settings: object,
): Promise<void> {
  const body = JSON.stringify(settings);
  const response = await served.api(`/apps/${accountSid}/verification`, { method: 'PUT', headers: json, body });
  if (response.status !== 200) throw new Error(`the API answered ${response.status}: ${await response.text()}`);
}

/** A code that is not this one. */
export function wrong(code: string): string {
  return String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
}

let used = 0;
/** A number for fiction (NANPA: 555-0100 to 555-0199) that no other test here uses; each has a prefix of its own. */
export function fictionNumber(): string {
  const areas = [
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
  ];
  const number = used++;
  const area = areas[number % areas.length];
  return `+1${area}55501${String(Math.floor(number / areas.length)).padStart(2, '0')}`;
}
