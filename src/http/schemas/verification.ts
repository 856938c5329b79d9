import { z } from 'zod';
import { maskAddress } from '../../domain/proof.ts';
import { channelKinds, purposes, type WorkflowStep } from '../../domain/verification.ts';
import { foldClientAddress } from '../../verification/client-address.ts';
import type { IssueWish } from '../../verification/issue.ts';
import { nextSteps } from '../../verification/next-steps.ts';
import { type SeenVerification, statusOf } from '../../verification/seen.ts';
import { attempt, toAttemptJson } from './app-verification.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull } from './common.ts';

const address = z.string().trim().min(1).max(254);
const word = (most: number) => z.string().min(1).max(most);

export const channelKind = z.enum(channelKinds);

/** What a step waits where it does not say: texts that arrive do so within a minute, and a call comes no earlier. */
const usualTimeoutSeconds = 60;
const step = z.strictObject({
  channel: channelKind,
  via: word(63).optional().describe('Only by this: `line`, or the id of a provider; default is whatever can'),
  timeoutSeconds: z
    .int()
    .min(15)
    .max(900)
    .default(usualTimeoutSeconds)
    .describe('Without a delivery report for so long, the next step is taken; a send that failed does not wait'),
});

export const client = z
  .strictObject({
    ip: z
      .string()
      .max(64)
      .refine((ip) => foldClientAddress(ip) !== undefined, 'expected an IPv4 or IPv6 address'),
  })
  .describe('The device of the person, for limits; never the address of your own server');

export const payment = z
  .strictObject({ amount: word(30), payee: word(100) })
  .describe('A payment that the code is bound to: it is good for this amount and payee only');

export const newVerification = z
  .strictObject({
    to: address
      .optional()
      .describe('Phone number (international, or national in the region of the hub) or mailbox; or `targets`'),
    targets: z
      .strictObject({ phone: address.optional(), email: address.optional() })
      .refine(({ phone, email }) => phone !== undefined || email !== undefined, 'expected phone, email or both')
      .optional()
      .describe('Both, for a workflow of texts or calls and mails'),
    workflow: z
      .array(step)
      .min(1)
      .max(5)
      .optional()
      .describe('Ways to bring the code, tried in this order; default is one text, or one mail to a mailbox'),
    service: z
      .string()
      .regex(/^VA[0-9a-f]{32}$/, 'expected VA and 32 hexadecimal digits')
      .optional()
      .describe('Which service of the app; default is its own'),
    purpose: z
      .enum(purposes)
      .default('login')
      .describe('What the code is for: it is good for nothing else. Another purpose is another verification'),
    subject: word(64)
      .optional()
      .describe(
        'Whom it is for, where several share the phone; each has an own code and own checks, and the text names them',
      ),
    binding: word(256).optional().describe('A token of the session; it must come back with the code'),
    payment: payment.optional(),
    locale: word(35).optional().describe('BCP 47, as `de` or `pt-BR`; default is by the region of the number'),
    client: client.optional(),
    codeLength: z.int().min(4).max(10).optional().describe('Digits; fewer than 6 only to prove an `address`'),
    appHash: z
      .string()
      .regex(/^[A-Za-z0-9+/]{11}$/, 'expected the 11 characters of Android’s SMS Retriever')
      .optional()
      .describe('Hash of the Android app that reads the text by itself'),
    returnUrl: z
      .url()
      .max(500)
      .optional()
      .describe(
        'Asks for a hosted `page`, and says where it leads back to: one of the `returnUrls` of the app, perhaps with a query',
      ),
  })
  .refine(({ to, targets }) => (to === undefined) !== (targets === undefined), 'expected either to or targets')
  .refine(
    ({ codeLength, purpose }) => codeLength === undefined || codeLength >= 6 || purpose === 'address',
    'codeLength: expected at least 6; fewer digits prove an address only',
  );

export type NewVerification = z.output<typeof newVerification>;

/** Who binds a code, pays by it or has an own page for it gets no code that somebody else began. */
function sessionOf({ binding, payment: paid, returnUrl }: NewVerification): string | undefined {
  const own = [binding, paid?.amount, paid?.payee, returnUrl];
  return own.some((part) => part !== undefined) ? JSON.stringify(own) : undefined;
}

/** What was asked for, as the verification takes it. */
export function toIssueWish(
  body: NewVerification,
  { idempotency, pageHost }: { idempotency: IssueWish['idempotency']; pageHost: string | null },
): IssueWish {
  const { to = body.targets?.phone ?? body.targets?.email ?? '', targets, returnUrl } = body;
  const workflow = body.workflow?.map(toStep) ?? [usualStep(to)];
  return {
    to,
    kinds: workflow.map(({ channel }) => channel),
    purpose: body.purpose,
    subject: body.subject ?? null,
    locale: body.locale ?? null,
    binding: body.binding ?? null,
    session: sessionOf(body),
    amount: body.payment?.amount ?? null,
    payee: body.payment?.payee ?? null,
    ...{ customCode: null, customName: null },
    codeLength: body.codeLength ?? null,
    appHash: body.appHash ?? null,
    clientAddress: body.client?.ip ?? null,
    idempotency,
    workflow,
    ...(targets === undefined ? {} : { targets: { phone: targets.phone ?? null, email: targets.email ?? null } }),
    ...(returnUrl === undefined ? {} : { returnUrl, pageHost }),
  };
}

function toStep({ channel, via, timeoutSeconds }: z.output<typeof step>): WorkflowStep {
  return { channel, via: via ?? null, timeoutMs: timeoutSeconds * 1000 };
}

function usualStep(to: string): WorkflowStep {
  return { channel: to.includes('@') ? 'email' : 'sms', via: null, timeoutMs: usualTimeoutSeconds * 1000 };
}

const fields = {
  id: z.string(),
  status: z.enum(['pending', 'approved', 'canceled', 'expired', 'max_attempts_reached']),
  channel: channelKind.describe('By which it was sent last'),
  to: z.string().nullable().describe('Number or mailbox, masked as `+1…03`; null: erased'),
  purpose: z.enum(purposes),
  strength: z
    .enum(['none', 'restricted'])
    .describe(
      'What it proves as a second factor: `none` once the code went by mail, `restricted` by text or call (NIST SP 800-63B-4 §3.1.3 and §3.2.9)',
    ),
  page: z
    .string()
    .nullable()
    .describe('Path of the hosted page on this hub, where a `returnUrl` asked for one: send the browser there'),
  test: z.boolean().describe('A test number: nothing was sent'),
  createdAt: isoTime,
  expiresAt: isoTime,
  endedAt: isoTimeOrNull,
  next: z
    .strictObject({ smsAt: isoTimeOrNull, callAt: isoTimeOrNull, emailAt: isoTimeOrNull, checkAt: isoTimeOrNull })
    .describe('From when on each may be asked for; null: not any more, or not at this address'),
  checksLeft: z.number().describe('Codes that are looked at yet; sending again does not give more of them'),
  sendsLeft: z.number(),
};

export const verificationSchema = z
  .strictObject({ ...fields, attempts: z.array(attempt).describe('Tries to send the code, in order') })
  .meta({ id: 'Verification' });

export const checkedSchema = z
  .strictObject({ ...fields, correct: z.boolean().describe('It was the right code: the verification is approved') })
  .meta({ id: 'CheckedVerification' });

type Common = Omit<z.output<typeof verificationSchema>, 'attempts'>;

export function toVerificationJson(seen: SeenVerification, now: number): z.output<typeof verificationSchema> {
  return { ...common(seen, now), attempts: seen.sends.map(toAttemptJson) };
}

export function toCheckedJson(seen: SeenVerification, correct: boolean, now: number): z.output<typeof checkedSchema> {
  return { ...common(seen, now), correct };
}

function common(seen: SeenVerification, now: number): Common {
  const { row, personal } = seen;
  const { smsAt, callAt, emailAt, checkAt, checksLeft, sendsLeft } = nextSteps(row, personal, now);
  return {
    id: row.id,
    status: statusOf(row, now) as Common['status'],
    channel: row.channel as Common['channel'],
    to: personal === null ? null : maskAddress(personal.to),
    purpose: row.purpose as Common['purpose'],
    strength: strengthOf(seen),
    page: personal?.returnUrl === undefined ? null : `/verify/${row.id}`,
    test: row.test === 1,
    createdAt: toIso(row.created_at),
    expiresAt: toIso(row.expires_at),
    endedAt: toIsoOrNull(row.ended_at),
    next: {
      smsAt: toIsoOrNull(smsAt),
      callAt: toIsoOrNull(callAt),
      emailAt: toIsoOrNull(emailAt),
      checkAt: toIsoOrNull(checkAt),
    },
    checksLeft,
    sendsLeft,
  };
}

/** The same code went by all ways, so the weakest of them counts. */
function strengthOf({ row, sends }: SeenVerification): Common['strength'] {
  return row.channel === 'email' || sends.some(({ kind }) => kind === 'email') ? 'none' : 'restricted';
}
