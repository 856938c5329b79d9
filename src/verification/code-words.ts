import type { PersonalPart } from '../store/verification-reads.ts';
import type { VerifyService } from '../store/verify-services.ts';
import type { ChannelKind, CodeWords } from './channel.ts';

/** What the words of a code are made of, as its service and whoever asked for it have it. */
export function codeWords(
  service: Pick<VerifyService, 'name' | 'settings'>,
  { subject, customName, appHash, amount, payee }: Omit<PersonalPart, 'to'>,
  made: { code: string; locale: string; channel: ChannelKind; lifetimeMs: number },
): CodeWords {
  const { code, locale, channel, lifetimeMs } = made;
  const { domain, neverShareWarning: neverShare } = service.settings;
  return {
    ...{ code, serviceName: service.name, subject, locale, domain, channel, appHash, customName, neverShare },
    minutes: Math.max(1, Math.round(lifetimeMs / 60_000)),
    payment: amount === null && payee === null ? null : { amount: amount ?? '', payee: payee ?? '' },
  };
}
