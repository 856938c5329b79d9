import { z } from 'zod';
import { isReference } from '../support/reference.ts';
import { secretSettings, secretString } from '../support/secret.ts';
import { decodeWebhookSecret, signWebhook } from '../support/standard-webhooks.ts';
import { webAddress } from '../support/web-address.ts';
import { keepHealth } from './delivery-health.ts';
import { type Destination, type DestinationContext, defineDestination, type Outgoing } from './destination.ts';
import { deliverByHttp } from './http-outcome.ts';
import { isoTime, messageJson } from './message-json.ts';

const signingSecret = () =>
  secretString().refine(
    (secret) => isReference(secret) || decodeWebhookSecret(secret) !== null,
    'expected whsec_ and base64 of 24 to 64 random bytes; make one with: echo "whsec_$(openssl rand -base64 32)"',
  );

const config = z.strictObject({
  url: webAddress().describe('Where the calls go. Redirects are not followed.'),
  secret: z
    .union([signingSecret(), z.array(signingSecret()).min(1).max(5)])
    .register(secretSettings, { secret: true })
    .describe('Signing secret, `whsec_…`; a list signs with each, so that a secret can be exchanged without a gap.'),
});

/** Calls an address with JSON, signed as Standard Webhooks (standardwebhooks.com) says. */
export const webhook = defineDestination({
  kind: 'webhook',
  title: 'Signed webhook',
  description:
    'Calls your own program with JSON, signed as Standard Webhooks says. `webhook-id` stays the same over all attempts: whoever must not act twice remembers it. `type` is `code.received`, `message.received`, or `line.event` for what befell a line.',
  homepage: 'https://www.standardwebhooks.com',
  config,
  example: { url: 'https://example.com/codes', secret: '${HOOK_SECRET}' },
  personal: true,
  repeatable: true,
  concurrency: 16,
  open,
});

function open({ url, secret }: z.output<typeof config>, context: DestinationContext): Destination {
  const keys = [secret].flat().flatMap((text) => decodeWebhookSecret(text) ?? []);
  const keeper = keepHealth(context.clock, 'Takes calls');
  const send = async (outgoing: Outgoing, signal: AbortSignal) => {
    const now = context.clock.now();
    const call = { id: outgoing.deliveryId, timestamp: Math.floor(now / 1000), body: bodyOf(outgoing) };
    const headers = {
      'content-type': 'application/json',
      'webhook-id': call.id,
      'webhook-timestamp': String(call.timestamp),
      'webhook-signature': signWebhook(call, keys),
    };
    const service = 'the webhook';
    await deliverByHttp(context.request, url, { method: 'POST', headers, body: call.body, signal }, { service, now });
    return {};
  };
  return {
    send: (outgoing, signal) => keeper.watch(() => send(outgoing, signal)),
    health: keeper.health,
    close: async () => {},
  };
}

/** The event of the Standard Webhooks specification, "Payload structure". */
function bodyOf(outgoing: Outgoing): string {
  return JSON.stringify({
    type: outgoing.event !== null ? 'line.event' : outgoing.code === null ? 'message.received' : 'code.received',
    timestamp: isoTime(outgoing.receivedAt),
    data: messageJson(outgoing),
  });
}
