import type { SendMailOptions, Transporter } from 'nodemailer';
import { z } from 'zod';
import { keepHealth } from '../destinations/delivery-health.ts';
import { PermanentDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { secretString } from '../support/secret.ts';
import type { OutgoingCode } from '../verification/channel.ts';
import { defineProvider, type Provider, type ProviderContext } from './provider.ts';
import { mailFailure } from './smtp-errors.ts';

const config = z.strictObject({
  host: z.string().min(1).describe('Name of the mail server, as `smtp.example.com`.'),
  port: z.int().min(1).max(65_535).default(587).describe('Port; 465 for `security: tls`.'),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .default('starttls')
    .describe('`starttls` and `tls` send nothing openly; `none` is for a server on this machine.'),
  verifyCertificate: z.boolean().default(true).describe('`false` takes any certificate.'),
  username: z.string().min(1).optional().describe('User name at the mail server.'),
  password: secretString().optional().describe('Password at the mail server; needs `username`.'),
  from: z
    .string()
    .regex(
      /^(?:[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+|\$\{[^{}]+\})$/,
      'expected a mailbox, as Shop <codes@example.com>',
    )
    .describe('Who the mail comes from, as `Shop <codes@example.com>`.'),
});

type SmtpConfig = z.output<typeof config>;

/** Mails on their way at once; the others wait. */
const connections = 5;
const connectMs = 5_000;
/** RFC 5321 §4.5.3.2 allows minutes; a person who waits for a code does not. */
const silenceMs = 15_000;

/** Mails by a mail server. */
export const smtp = defineProvider({
  kind: 'smtp',
  title: 'Mail server (SMTP)',
  description: 'Sends codes by e-mail. A mailbox is no second factor: whoever can reset the password by mail has both.',
  homepage: 'https://www.rfc-editor.org/rfc/rfc6409',
  config,
  example: {
    ...{ host: 'smtp.example.com', username: 'codes@example.com', password: '${SMTP_PASSWORD}' },
    from: 'Shop <codes@example.com>',
  },
  channels: () => ['email'],
  concurrency: connections,
  open,
});

function open(settings: SmtpConfig, { clock }: ProviderContext): Provider {
  const keeper = keepHealth(clock, 'Takes codes');
  let transport: Promise<Transporter> | undefined;
  const send = async (code: OutgoingCode) => {
    transport ??= connect(settings);
    const { messageId } = (await (await transport).sendMail(mailOf(settings, code)).catch((error: unknown) => {
      throw mailFailure(error);
    })) as { messageId: string };
    return { receipt: messageId, willReport: false };
  };
  return {
    async send(_kind, code, { signal, leaving }) {
      await leaving();
      return await Promise.race([send(code), tooLate(signal)]).then(
        (receipt) => keeper.watch(async () => receipt),
        (error: unknown) => {
          // That somebody's mailbox does not exist says nothing of the server.
          if (!(error instanceof PermanentDeliveryError) || error.errorCode === 535)
            return keeper.watch(() => Promise.reject(error));
          throw error;
        },
      );
    },
    health: keeper.health,
    async close() {
      (await transport?.catch(() => undefined))?.close();
      transport = undefined;
    },
  };
}

/** The library takes no signal: a mail that waits for its turn would hold up the end of the code, or of the hub. */
function tooLate(signal: AbortSignal): Promise<never> {
  const late = () => new UnknownOutcomeError('The mail server gave no answer in time: the mail may have been sent');
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(late());
    else signal.addEventListener('abort', () => reject(late()), { once: true });
  });
}

/** Loaded at the first mail: who sends none does without. */
async function connect({ host, port, security, verifyCertificate, username, password }: SmtpConfig) {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...{ host, port, pool: true, maxConnections: connections, maxMessages: Number.POSITIVE_INFINITY },
    ...{ secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: silenceMs, dnsTimeout: connectMs },
    tls: { rejectUnauthorized: verifyCertificate },
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
    // Nothing of a mail is a path or an address to be read.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  // Of connections that nobody waits for.
  transport.on('error', () => {});
  return transport;
}

function mailOf({ from }: SmtpConfig, { to, text, mail, attemptId }: OutgoingCode): SendMailOptions {
  const domain = /@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    ...{ from, to: { name: '', address: to }, text: mail?.text ?? text, subject: mail?.subject ?? '' },
    ...(mail === undefined ? {} : { html: mail.html }),
    messageId: `<${attemptId}@${domain}>`,
    // RFC 3834 §5: nobody's absence note answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
