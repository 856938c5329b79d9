import { z } from 'zod';
import { TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import type { HttpResponse } from '../support/request.ts';
import { secretWebAddress } from '../support/web-address.ts';
import { keepHealth } from './delivery-health.ts';
import { type Destination, type DestinationContext, defineDestination, type Outgoing } from './destination.ts';
import { deliverByHttp } from './http-outcome.ts';
import { slackPayload } from './slack-payload.ts';

const config = z.strictObject({
  webhookUrl: secretWebAddress().describe('Address of the incoming webhook, as Slack shows it.'),
  username: z.string().min(1).optional().describe('Name that the message appears under (older webhooks only).'),
  channel: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Channel or person instead of the one chosen for the webhook, as `#codes` or `@ann` (older webhooks only).',
    ),
  iconEmoji: z
    .string()
    .regex(/^:[^:\s]+:$/, 'expected an emoji between colons, as in :key:')
    .optional()
    .describe('Picture of the message, as `:key:` (older webhooks only).'),
});

/** Posts to a Slack channel by an incoming webhook. Mattermost and others take the same calls. */
export const slack = defineDestination({
  kind: 'slack',
  title: 'Slack',
  description:
    'Posts to a channel by an incoming webhook, the code in a block of its own. Slack keeps what it was sent: mind `show`.',
  homepage: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
  config,
  example: { webhookUrl: '${MFA_SLACK_WEBHOOK}' },
  personal: true,
  repeatable: true,
  // Slack takes short bursts and answers more with 429 and Retry-After, which is honoured; held back here, a burst of
  // codes would wait for nothing.
  concurrency: 16,
  open,
});

function open(settings: z.output<typeof config>, context: DestinationContext): Destination {
  const { webhookUrl, username, channel, iconEmoji } = settings;
  const looks = {
    ...(username === undefined ? {} : { username }),
    ...(channel === undefined ? {} : { channel }),
    ...(iconEmoji === undefined ? {} : { icon_emoji: iconEmoji }),
  };
  const keeper = keepHealth(context.clock, 'Takes messages');
  const send = async (outgoing: Outgoing, signal: AbortSignal) => {
    const body = JSON.stringify({ ...slackPayload(outgoing), ...looks });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const delivery = { service: 'Slack', now: context.clock.now(), explain: slackWord };
    const response = await deliverByHttp(
      context.request,
      webhookUrl,
      { method: 'POST', headers, body, signal },
      delivery,
    );
    // A portal in between (hotel, company) answers 200 with its own page.
    if (/^\s*</.test(response.text())) throw new TemporaryDeliveryError('a web page answered in place of Slack');
    return {};
  };
  return {
    send: (outgoing, signal) => keeper.watch(() => send(outgoing, signal)),
    health: keeper.health,
    close: async () => {},
  };
}

/** Slack says why as `no_service` or `invalid_payload`. A single word may be what a stranger gives back of the text. */
function slackWord(response: HttpResponse): string | undefined {
  return /^(?=.{3,60}$)[a-z]+(?:_[a-z]+)+$/.exec(response.text().trim())?.[0];
}
