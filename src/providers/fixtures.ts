import type { DeliveryReport } from '../domain/sent-text.ts';
import type { HookRequest } from '../sources/source.ts';
import { systemClock } from '../support/clock.ts';
import { silentLogger } from '../support/logger.ts';
import { systemRandom } from '../support/random.ts';
import type { OutgoingCode, SendHelp } from '../verification/channel.ts';
import type { ProviderContext } from './provider.ts';

/** What tests hand to a provider. */
export function testContext(changes: Partial<ProviderContext> = {}): ProviderContext {
  return {
    id: 'acme',
    publicUrl: 'https://codes.example.com',
    hookUrl: 'https://codes.example.com/hooks/acme',
    report: async () => {},
    recall: async () => 'over',
    request: () => Promise.reject(new Error('no request was expected')),
    clock: systemClock,
    random: systemRandom,
    log: silentLogger,
    ...changes,
  };
}

/** A code to a number for fiction, or a mailbox at a name for examples. */
export function testCode(changes: Partial<OutgoingCode> = {}): OutgoingCode {
  return {
    ...{ attemptId: '01890000-0000-7000-8000-00000000d001', verificationId: '01890000-0000-7000-8000-000000000a01' },
    ...{ appId: 'AC0', ownerId: 'ann', lines: null, to: '+12025550143', region: 'US', code: '482913' },
    text: '482913 is your "Shop" code for Ann & Bob.\n\n@shop.example #482913',
    ...{ locale: 'en', serviceName: 'Shop', subject: null, domain: 'shop.example' },
    expiresAt: Date.now() + 600_000,
    ...changes,
  };
}

/** Counts how often something was about to leave. */
export function testHelp(changes: Partial<SendHelp> = {}): SendHelp & { left(): number } {
  let left = 0;
  const leaving = async () => {
    left += 1;
  };
  return { signal: new AbortController().signal, leaving, left: () => left, ...changes };
}

/** A call to `/hooks/acme`. */
export function testHook(changes: Partial<HookRequest> & { body?: string } = {}): HookRequest {
  const { body = '', ...rest } = changes;
  const target = rest.target ?? '/hooks/acme';
  return {
    ...{ method: 'POST', target, secretPath: undefined, headers: {}, rawBody: Buffer.from(body) },
    query: new URLSearchParams(target.split('?')[1] ?? ''),
    ...rest,
  };
}

/** Keeps what a provider reports. */
export function keepReports(): { reports: DeliveryReport[]; report: ProviderContext['report'] } {
  const reports: DeliveryReport[] = [];
  return { reports, report: async (one) => void reports.push(one) };
}
