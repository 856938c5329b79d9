import { decodeWebhookSecret, isSignedWebhook } from '../support/standard-webhooks.ts';
import {
  type HttpSimulator,
  json,
  type SimulatedRequest,
  type SimulatorOptions,
  startHttpSimulator,
} from './http-simulator.ts';
import { createTroubleQueue, type TroubleQueue } from './trouble.ts';

/** A call whose signature was right. */
export interface ReceivedCall {
  id: string;
  /** Seconds since the epoch, of this attempt. */
  timestamp: number;
  event: { type: string; timestamp: string; data: Record<string, unknown> };
}

export interface WebhookReceiver extends HttpSimulator, Pick<TroubleQueue, 'failNext' | 'failAlways' | 'heal'> {
  /** Every call that was taken, repeated ones too. */
  calls: ReceivedCall[];
  /** How many were refused for their signature. */
  refused(): number;
}

/** Takes Standard Webhooks on any path and checks their signature. Throws a TypeError for an unreadable secret. */
export async function startWebhookReceiver(options: SimulatorOptions & { secret: string }): Promise<WebhookReceiver> {
  const key = decodeWebhookSecret(options.secret);
  if (key === null) throw new TypeError('secret: expected whsec_ and base64 of 24 to 64 bytes');
  const calls: ReceivedCall[] = [];
  let refused = 0;
  const troubles = createTroubleQueue();
  const answer = (request: SimulatedRequest) => {
    const call = readCall(request, key);
    if (call === null) {
      refused += 1;
      return json(401, { error: 'the signature does not match' });
    }
    calls.push(call);
    return json(200, { ok: true });
  };
  const http = await startHttpSimulator(options, troubles, answer, ({ status = 500 }) =>
    json(status, { error: 'trouble' }),
  );
  const { failNext, failAlways, heal } = troubles;
  return { ...http, calls, refused: () => refused, failNext, failAlways, heal };
}

function readCall({ headers, body }: SimulatedRequest, key: Buffer): ReceivedCall | null {
  const id = String(headers['webhook-id']);
  const timestamp = Number(headers['webhook-timestamp']);
  const signature = String(headers['webhook-signature']);
  if (!isSignedWebhook({ id, timestamp, body }, signature, [key], Date.now())) return null;
  return { id, timestamp, event: JSON.parse(body.toString('utf8')) };
}
