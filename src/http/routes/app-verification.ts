import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { readMoney, writeMoney } from '../../domain/money.ts';
import { isKnownRegion, toE164 } from '../../domain/phone-number.ts';
import { usualLimits } from '../../domain/send-limits.ts';
import { findApp } from '../../store/apps.ts';
import { recordAudit } from '../../store/audit.ts';
import {
  saveAppSettings,
  sealAppSettings,
  type VerifyAppSettings,
  verifyAppSettings,
} from '../../store/verify-apps.ts';
import { returnPlace } from '../../verification/return-address.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { accountSid } from '../schemas/account-sid.ts';
import { isRegionOrBeginning, money } from '../schemas/money.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const most = 10_000_000;
/** A text or mail may well take a minute. */
const shortestMinutes = 2;
const longestMinutes = 60;
const limit = z.strictObject({
  short: z.int().min(0).max(most).describe('Within the short time'),
  long: z.int().min(0).max(most).describe('Within the long time'),
});
const limits = z
  .strictObject({
    destination: limit.optional().describe('Sends to one number or mailbox: usually 5 in ten minutes, 10 a day'),
    address: limit.optional().describe('Sends for one device (IPv4, or IPv6 /64): usually 10 an hour, 50 a day'),
    network: limit.optional().describe('Sends for one network (/24, or /48): usually 50 an hour, 200 a day'),
    prefix: limit
      .optional()
      .describe('Different numbers that differ in the last four digits only: usually 5 in ten minutes, 20 a day'),
    region: limit.optional().describe('Sends to one country: usually 500 an hour, 2,000 a day'),
    app: limit.optional().describe('Sends of this app: usually 1,000 an hour, 5,000 a day'),
  })
  .describe('In place of the usual limits');

const settings = z.strictObject({
  regions: z
    .array(z.string().refine(isKnownRegion, 'expected an ISO 3166 code in capitals, as US'))
    .max(300)
    .nullable()
    .default(null)
    .describe('Countries that it may send to; null: only the `defaultRegion` of the hub'),
  limits: limits.default({}),
  testNumbers: z
    .array(
      z.strictObject({
        number: z.string().min(1).max(40),
        code: z
          .string()
          .regex(/^\d{4,10}$/, 'expected 4 to 10 digits')
          .optional()
          .describe('Left out: the one that this number has already'),
      }),
    )
    .max(100)
    .default([])
    .describe('Numbers that are sent nothing and have this code: for tests of the app'),
  dailyCost: money
    .nullable()
    .default(null)
    .describe(
      'What its codes may cost in a day (UTC), in the currency of the price table: a hard stop, counted with the code. Each line and provider that may send then needs a price. null: no ceiling',
    ),
  safe: z
    .array(z.string().refine(isRegionOrBeginning, 'expected a country as US, or the beginning of numbers as +4479'))
    .max(1_000)
    .default([])
    .describe(
      'Countries and beginnings of numbers that are never blocked, neither for many numbers that differ in the last digits only nor because few codes are entered',
    ),
  returnUrls: z
    .array(
      z
        .string()
        .max(500)
        .refine(
          (address) => returnPlace(address) !== undefined,
          'expected https:// (http:// for localhost only) without query',
        ),
    )
    .max(50)
    .default([])
    .describe('Addresses that the hosted page may lead back to; what `returnUrl` adds as a query does not count'),
  domain: z
    .string()
    .toLowerCase()
    .max(253)
    .regex(/^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/, 'expected a domain, as shop.example')
    .nullable()
    .default(null)
    .describe(
      'Domain of the pages on which codes are typed: texts end with `@shop.example #123456`, so that browsers fill them in there and nowhere else. Codes for the hosted page are bound to the hub',
    ),
  lifetimeMinutes: z
    .int()
    .min(shortestMinutes)
    .max(longestMinutes)
    .default(10)
    .describe(
      'So long a code is good, from its first sending on. NIST SP 800-63B-4 §3.1.3.2 allows ten minutes at most where somebody signs in',
    ),
  console: z.boolean().default(false).describe('`true`: its codes are printed by the hub in place of being sent'),
  fallBackFromTotp: z
    .boolean()
    .default(false)
    .describe('`true`: who has an authenticator app may be sent codes in its place, each noted in the audit trail'),
});

const shown = settings.extend({
  testNumbers: z.array(z.strictObject({ number: z.string() })).describe('Without their codes'),
});
const params = z.strictObject({ accountSid });

/** What an app may do in verification. */
export function appVerificationRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/apps/:accountSid/verification',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'What an app may do in verification',
        tags: ['apps'],
        params,
        response: { 200: shown, ...problems },
      },
    },
    async (request) => {
      await demandApp(request.params.accountSid);
      const { hasTotp: _, ...stored } = await verifyAppSettings(hub.database, hub.keyring, request.params.accountSid);
      return show(stored);
    },
  );

  server.put(
    '/apps/:accountSid/verification',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Set what an app may do in verification',
        description: 'All of it: what is left out is as usual afterwards.',
        tags: ['apps'],
        params,
        body: settings,
        response: { 200: shown, ...problems },
      },
    },
    async (request) => {
      const { database, keyring, clock } = hub;
      const { accountSid } = request.params;
      await demandApp(accountSid);
      const before = await verifyAppSettings(database, keyring, accountSid);
      const wanted = read(request.body, before, hub.configuration().defaultRegion);
      await database.write(saveAppSettings, sealAppSettings(keyring, accountSid, wanted));
      const { actor } = accessOf(request);
      await database.write(recordAudit, { actor, action: 'app.verification', subject: accountSid, now: clock.now() });
      return show(wanted);
    },
  );

  async function demandApp(id: string): Promise<void> {
    if ((await findApp(hub.database, id)) === undefined)
      throw new KeypigeonError('not-found', 'There is no such app, or it is revoked.');
  }
}

function read(body: z.output<typeof settings>, before: VerifyAppSettings, region: string | null): VerifyAppSettings {
  const given = Object.entries(body.limits).filter(([name, value]) => name in usualLimits && value !== undefined);
  const testNumbers = body.testNumbers.map((one) => {
    const number = toE164(one.number, region ?? undefined);
    const code = one.code ?? before.testNumbers.find((other) => other.number === number)?.code;
    if (code === undefined)
      throw new KeypigeonError('invalid-request', 'testNumbers: expected the code of a new number.');
    return { number, code };
  });
  const { dailyCost, ...others } = body;
  const dailyCostMicros = dailyCost === null ? null : (readMoney(dailyCost) ?? 0);
  const returnUrls = body.returnUrls.flatMap((address) => returnPlace(address) ?? []);
  return { ...others, limits: Object.fromEntries(given), testNumbers, dailyCostMicros, returnUrls };
}

function show(value: VerifyAppSettings): z.output<typeof shown> {
  const { dailyCostMicros, ...others } = value;
  const { failures: _, ...limits } = value.limits;
  const dailyCost = dailyCostMicros === null ? null : writeMoney(dailyCostMicros);
  return { ...others, limits, dailyCost, testNumbers: value.testNumbers.map(({ number }) => ({ number })) };
}
