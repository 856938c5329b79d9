import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import {
  type HttpSimulator,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatorOptions,
  startHttpSimulator,
} from './http-simulator.ts';
import { createTroubleQueue, type TroubleQueue } from './trouble.ts';

/** What a browser gives to a web app that asks for notifications. */
export interface SimulatedSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** A message as it arrives in the browser. */
export interface PushedMessage {
  endpoint: string;
  /** Decrypted. */
  payload: string;
  ttl: number;
  urgency: string;
  topic: string;
  /** Claims of the token by which the sender says who it is; its signature was right. */
  claims: { aud: string; exp: number; sub: string };
  /** The key that the token was signed with, base64url. */
  senderKey: string;
}

export interface PushService extends HttpSimulator, Pick<TroubleQueue, 'failNext' | 'failAlways' | 'heal'> {
  /** As `pushManager.subscribe` does; `senderKey`: only who has it may send. */
  subscribe(senderKey: string): SimulatedSubscription;
  /** What arrived, the oldest first. */
  messages: PushedMessage[];
}

interface Browser {
  subscription: SimulatedSubscription;
  secret: ECDH;
  auth: Buffer;
  senderKey: string;
}

/** Longest body that a service must take (RFC 8030 §7.2). */
const longestBody = 4096;

/** A push service and the browsers at it: checks what comes as RFC 8030 and 8292 say, and decrypts it as RFC 8291 says. */
export async function startPushService(options: SimulatorOptions = {}): Promise<PushService> {
  const browsers = new Map<string, Browser>();
  const messages: PushedMessage[] = [];
  const troubles = createTroubleQueue();
  const answer = (request: SimulatedRequest): SimulatedAnswer => {
    const browser = browsers.get(request.target.pathname);
    if (browser === undefined) return { status: 404 };
    if (request.body.length > longestBody) return { status: 413 };
    const sender = readSender(request, http.url);
    if (sender === null || sender.senderKey !== browser.senderKey) return { status: 403 };
    const { ttl, urgency = '', topic = '' } = request.headers;
    if (!/^\d+$/.test(String(ttl)) || !/^[\w-]{0,32}$/.test(String(topic))) return { status: 400 };
    const fields = { ttl: Number(ttl), urgency: String(urgency), topic: String(topic) };
    messages.push({
      endpoint: browser.subscription.endpoint,
      payload: decrypt(request.body, browser),
      ...fields,
      ...sender,
    });
    return { status: 201, headers: { location: `${http.url}/message` } };
  };
  const http = await startHttpSimulator(options, troubles, answer, ({ status = 500 }) => ({ status, body: 'trouble' }));
  return {
    ...http,
    failNext: troubles.failNext,
    failAlways: troubles.failAlways,
    heal: troubles.heal,
    messages,
    subscribe(senderKey) {
      const path = `/push/${randomBytes(16).toString('hex')}`;
      const secret = createECDH('prime256v1');
      const p256dh = secret.generateKeys('base64url');
      const auth = randomBytes(16);
      const subscription = { endpoint: `${http.url}${path}`, keys: { p256dh, auth: auth.toString('base64url') } };
      browsers.set(path, { subscription, secret, auth, senderKey });
      return subscription;
    },
  };
}

/** RFC 8292 §3: `vapid t=…, k=…`, a JWT for this service that ends within a day. null: not so. */
function readSender(
  { headers }: SimulatedRequest,
  audience: string,
): Pick<PushedMessage, 'claims' | 'senderKey'> | null {
  const [, token = '', senderKey = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  if (signature === '') return null;
  const point = Buffer.from(senderKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${body}`);
  const isRight = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as PushedMessage['claims'];
  const now = Date.now() / 1000;
  const isGood = claims.aud === audience && claims.exp > now && claims.exp <= now + 86_400;
  return isRight && isGood && /^(https:|mailto:)/.test(claims.sub) ? { claims, senderKey } : null;
}

/** RFC 8188 §2 with the keys of RFC 8291 §3.4: one record, ended by the delimiter 2. */
function decrypt(body: Buffer, { secret, auth }: Browser): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const senderKey = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), secret.getPublicKey(), senderKey]);
  const shared = Buffer.from(hkdfSync('sha256', secret.computeSecret(senderKey), auth, info, 32));
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', shared, salt, `Content-Encoding: ${purpose}\0`, length));
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}
