import { z } from 'zod';
import { KeypigeonError } from '../domain/errors.ts';
import type { InboundMessage } from '../domain/message.ts';
import { sameSecret } from '../support/same-secret.ts';
import { secretString } from '../support/secret.ts';
import { handIn } from './hand-in.ts';
import { defineSource, type HookReply, type HookRequest, type Source, type SourceContext } from './source.ts';
import { trackHealth } from './source-health.ts';
import { type HookFields, pick, pickSender, pickText, readFields, readSentTime } from './webhook-fields.ts';
import { type FieldPaths, formatNames, type WebhookFormat, webhookFormats } from './webhook-formats.ts';
import { readWhsec } from './webhook-signature.ts';

/** A gateway that sends a text again does so within this time; where a text has neither id nor time, the same words later are a new text. */
const sameWordsMs = 10 * 60 * 1000;

const path = z.string().min(1);

const config = z
  .strictObject({
    format: z.enum(formatNames).default('generic').describe('Which gateway calls; `generic` for anything else'),
    secret: secretString()
      .optional()
      .describe(
        'Secret that the gateway signs with; for `generic` a Standard Webhooks secret: whsec_ and base64 of 24 to 64 bytes',
      ),
    pathSecret: secretString()
      .min(16, 'expected at least 16 characters')
      .regex(/^[A-Za-z0-9._~-]+$/, 'expected only letters, digits and - . _ ~, which need no escaping in an address')
      .optional()
      .describe('Last part of the address, /hooks/<source>/<pathSecret>, for gateways that cannot sign'),
    bearer: secretString()
      .min(16, 'expected at least 16 characters')
      .optional()
      .describe('Token that the gateway sends as header `Authorization: Bearer …`'),
    fields: z
      .strictObject({
        sender: path.optional().describe('Name of the field with the sender; a dot leads into an object'),
        text: path.optional().describe('Name of the field with the text'),
        sentAt: path
          .optional()
          .describe('Name of the field with the time: ISO 8601 with a zone, or seconds or ms since 1970'),
        id: path.optional().describe("Name of the field with the gateway's own id of the text"),
        to: path.optional().describe('Name of the field with the number that the text came to'),
      })
      .default({})
      .describe('Where the parts of a text stand, if not where the format has them'),
  })
  .superRefine(checkAuthentication);

type WebhookConfig = z.output<typeof config>;

function checkAuthentication(
  settings: {
    format: (typeof formatNames)[number];
    secret?: string | undefined;
    pathSecret?: string | undefined;
    bearer?: string | undefined;
  },
  check: z.RefinementCtx,
): void {
  const { format, secret, pathSecret, bearer } = settings;
  const problem = (path: string, message: string) => check.addIssue({ code: 'custom', path: [path], message });
  if (secret === undefined && pathSecret === undefined && bearer === undefined)
    problem('secret', 'expected at least one of secret, pathSecret and bearer, or anybody could hand in texts');
  if (secret === undefined) return;
  const { verify, signsInAuthorization } = webhookFormats[format];
  if (verify === undefined) problem('secret', `the gateway ${format} cannot sign: use bearer or pathSecret`);
  if (signsInAuthorization === true && bearer !== undefined)
    problem('bearer', `the gateway ${format} signs in the header Authorization: use pathSecret beside the secret`);
  if (format === 'generic' && !isWhsec(secret))
    problem('secret', 'expected whsec_ and base64 of 24 to 64 bytes (Standard Webhooks)');
}

function isWhsec(secret: string): boolean {
  const { length } = readWhsec(secret);
  return /^(whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(secret) && length >= 24 && length <= 64;
}

export const webhook = defineSource({
  kind: 'webhook',
  title: 'Webhook',
  description:
    'Takes texts that a phone or a gateway posts as JSON or form: an iPhone Shortcut, an Android gateway, a script.',
  homepage: 'https://www.standardwebhooks.com',
  config,
  example: { pathSecret: '${PHONE_PATH_SECRET}', bearer: '${PHONE_TOKEN}' },
  open: openWebhook,
});

function openWebhook(config: WebhookConfig, context: SourceContext): Source {
  const format = webhookFormats[config.format];
  const health = trackHealth(context.clock, 'Not started');

  function read(request: HookRequest): InboundMessage | null {
    checkAddress(request, config.pathSecret);
    checkMethod(request);
    checkBearer(request, config.bearer);
    const fields = readFields(request.rawBody, request.headers['content-type']);
    const { secret } = config;
    if (secret !== undefined) format.verify?.({ request, fields, secret, now: context.clock.now() });
    if (!format.isText(fields)) return null;
    return toInbound(request, fields, format, config, context);
  }

  async function handle(request: HookRequest): Promise<HookReply> {
    const inbound = readOrTell(request);
    if (inbound === null) return reply({ ignored: 'not an incoming text' });
    const { messageId, outcome } = await handIn(context, inbound);
    health.set('ok', 'Texts are taken by webhook');
    return reply({ messageId, outcome });
  }

  function readOrTell(request: HookRequest): InboundMessage | null {
    try {
      return read(request);
    } catch (error) {
      // Anybody can send such a request, so it is told and does not change how the source is.
      if (error instanceof KeypigeonError)
        health.set(health.current().state, `The last call was refused: ${error.message}`);
      throw error;
    }
  }

  return {
    async start() {
      health.set('ok', 'Waits for the first text');
    },
    handle,
    health: health.current,
    async close() {
      health.set('off', 'Closed');
    },
  };
}

/** After the secret path: who does not know it must not learn that there is a hook. */
function checkMethod(request: HookRequest): void {
  if (request.method !== 'POST')
    throw new KeypigeonError('method-not-allowed', 'Expected POST: a text in an address would be logged on its way');
}

function checkAddress(request: HookRequest, pathSecret: string | undefined): void {
  if (pathSecret === undefined && request.secretPath === undefined) return;
  // The same answer as for a hook that does not exist.
  if (!sameSecret(request.secretPath ?? '', pathSecret ?? '') || pathSecret === undefined)
    throw new KeypigeonError('not-found', 'There is nothing here');
}

function checkBearer(request: HookRequest, bearer: string | undefined): void {
  if (bearer === undefined) return;
  const given = /^Bearer\s+(.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!sameSecret(given.trim(), bearer))
    throw new KeypigeonError(
      'unauthorized',
      'Expected the header Authorization: Bearer with the `bearer` of this source',
    );
}

function toInbound(
  request: HookRequest,
  fields: HookFields,
  format: WebhookFormat,
  config: WebhookConfig,
  { clock, fingerprint }: SourceContext,
): InboundMessage {
  const paths = mapFields(format.fields, config.fields);
  if (pick(fields, ['data.encrypted']) === 'true' && config.format === 'httpsms')
    throw new KeypigeonError('invalid-request', 'The text is encrypted by httpSMS: turn encryption off for this phone');
  const to = pick(fields, paths.to);
  const sent = readSentTime(pick(fields, paths.sentAt));
  const window = sent === undefined ? String(Math.floor(clock.now() / sameWordsMs)) : '';
  return {
    transportKey: identify(request, fields, { format, config, fingerprint, window }),
    sender: pickSender(fields, paths.sender),
    text: pickText(fields, paths.text),
    ...(to === undefined || to.trim() === '' ? {} : { to: to.trim() }),
    ...sent,
    ...(format.networkTime === true && sent !== undefined && 'sentAt' in sent ? { sentAtIsNetworkTime: true } : {}),
  };
}

function mapFields(paths: FieldPaths, own: WebhookConfig['fields']): FieldPaths {
  return {
    sender: own.sender === undefined ? paths.sender : [own.sender],
    text: own.text === undefined ? paths.text : [own.text],
    sentAt: own.sentAt === undefined ? paths.sentAt : [own.sentAt],
    to: own.to === undefined ? paths.to : [own.to],
  };
}

/** The gateway's id of the text, else a fingerprint of what names it, within `window` where the text carries no time. */
function identify(
  request: HookRequest,
  fields: HookFields,
  by: { format: WebhookFormat; config: WebhookConfig; fingerprint: SourceContext['fingerprint']; window: string },
): string {
  const { format, config, fingerprint } = by;
  const signedId =
    config.format === 'generic' && config.secret !== undefined ? request.headers['webhook-id'] : undefined;
  const id = signedId ?? pick(fields, config.fields.id === undefined ? format.identity.id : [config.fields.id]);
  if (id !== undefined && id !== '') return id.length <= 128 ? id : fingerprint(id);
  const content = format.identity.fields?.map((path) => pick(fields, [path]) ?? null);
  const named = content === undefined ? request.rawBody : Buffer.from(JSON.stringify(content));
  return fingerprint(Buffer.concat([named, Buffer.from(by.window)]));
}

function reply(body: object): HookReply {
  return { status: 200, contentType: 'application/json', body: `${JSON.stringify(body)}\n` };
}
