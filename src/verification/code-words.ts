import type { PersonalPart } from '../store/verification-reads.ts';
import type { VerifyService } from '../store/verify-services.ts';
import type { ChannelKind, CodeWords } from './channel.ts';

/** What the words of a code are made of, as its service and whoever asked for it have it. */
export function codeWords(
  service: Pick<VerifyService, 'name' | 'settings'>,
  { subject, customName, appHash, amount, payee, pageHost }: Omit<PersonalPart, 'to' | 'targets' | 'workflow'>,
  made: { code: string; locale: string; channel: ChannelKind; lifetimeMs: number },
): CodeWords {
  const { code, locale, channel, lifetimeMs } = made;
  const { neverShareWarning: neverShare } = service.settings;
  // Browsers fill a code in on pages of its own domain only.
  const domain = pageHost ?? service.settings.domain;
  return {
    ...{ code, serviceName: service.name, subject, locale, domain, channel, appHash, customName, neverShare },
    minutes: Math.max(1, Math.round(lifetimeMs / 60_000)),
    payment: amount === null && payee === null ? null : { amount: amount ?? '', payee: payee ?? '' },
  };
}
