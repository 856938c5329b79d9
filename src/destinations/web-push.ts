import { createHash, ECDH } from 'node:crypto';
import { z } from 'zod';
import { PermanentDeliveryError } from '../domain/delivery-errors.ts';
import { isReference } from '../support/reference.ts';
import { secretString } from '../support/secret.ts';
import { keepHealth } from './delivery-health.ts';
import { type Destination, type DestinationContext, defineDestination, type Outgoing } from './destination.ts';
import { deliverByHttp } from './http-outcome.ts';
import { pushPayload } from './web-push-payload.ts';

const config = z.strictObject({
  endpoint: secretString()
    .max(2_000)
    .refine(isEndpoint, 'expected an address that starts with https:// and holds no user name')
    .describe('Address that the push service of the browser gave. Whoever knows it can reach the browser.'),
  p256dh: secretString()
    .refine(
      (key) => isReference(key) || isPublicKey(key),
      'expected a public key of the curve P-256, 65 bytes in base64url',
    )
    .describe("The browser's public key, by which messages to it are encrypted."),
  auth: secretString()
    .refine((key) => isReference(key) || bytesOf(key)?.length === 16, 'expected 16 bytes in base64url')
    .describe("The browser's secret, by which it knows that a message is for it."),
  name: z.string().min(1).max(100).optional().describe('Which browser it is, for people.'),
});

/** Notifications in a browser that the web app was opened in. */
export const webPush = defineDestination({
  kind: 'web-push',
  title: 'Notification in a browser',
  description:
    'Notifies a browser, also while the web app is not open, through the push service of its maker, which cannot read what it carries. The web app adds these by itself.',
  homepage: 'https://www.rfc-editor.org/rfc/rfc8030',
  config,
  example: {
    endpoint: '${PUSH_ENDPOINT}',
    p256dh: '${PUSH_P256DH}',
    auth: '${PUSH_AUTH}',
    name: 'Firefox on the desk',
  },
  repeatable: true,
  concurrency: 4,
  open,
});

/** Only where browsers are notified: the library and what it needs take their time to load. */
const loadLibrary = async () => (await import('web-push')).default;

function open({ endpoint, p256dh, auth }: z.output<typeof config>, context: DestinationContext): Destination {
  const keeper = keepHealth(context.clock, 'Takes notifications');
  const send = async (outgoing: Outgoing, signal: AbortSignal) => {
    const library = await loadLibrary();
    const now = context.clock.now();
    const { headers, body } = encrypt(() =>
      library.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, pushPayload(outgoing), {
        vapidDetails: context.vapid(),
        TTL: Math.max(1, Math.floor((outgoing.deliverUntil - now) / 1000)),
        urgency: 'high',
        topic: topicOf(outgoing.deliveryId),
      }),
    );
    const delivery = { service: 'the push service', now, isGone };
    await deliverByHttp(context.request, endpoint, { method: 'POST', headers, body, signal }, delivery);
    return {};
  };
  return {
    start: async () => void (await loadLibrary()),
    send: (outgoing, signal) => keeper.watch(() => send(outgoing, signal)),
    health: keeper.health,
    close: async () => {},
  };
}

interface Encrypted {
  headers: Record<string, string>;
  body: Buffer;
}

function encrypt(generate: () => { headers: Record<string, unknown>; body: Buffer }): Encrypted {
  try {
    const { headers, body } = generate();
    const sent = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length');
    return { headers: Object.fromEntries(sent.map(([name, value]) => [name, String(value)])), body };
  } catch (error) {
    throw new PermanentDeliveryError('nothing can be encrypted with the keys of this browser: it has to ask anew', {
      cause: error,
    });
  }
}

/** The subscription has ended: RFC 8030 §7.3 answers 404, most services 410. */
function isGone(status: number): boolean {
  return status === 404 || status === 410;
}

/** At most 32 characters of base64url (RFC 8030 §5.4): a repeat takes the place of what was not delivered yet. */
function topicOf(deliveryId: string): string {
  return createHash('sha256').update(deliveryId).digest('base64url').slice(0, 32);
}

function isEndpoint(value: string): boolean {
  if (isReference(value)) return true;
  const url = URL.parse(value);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
}

/** null: not base64url. */
function bytesOf(value: string): Buffer | null {
  return /^[\w-]+={0,2}$/.test(value) ? Buffer.from(value, 'base64url') : null;
}

function isPublicKey(value: string): boolean {
  const bytes = bytesOf(value);
  if (bytes?.length !== 65) return false;
  try {
    ECDH.convertKey(bytes, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}
