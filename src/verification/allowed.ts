import type { VerificationRefusal } from '../domain/verification.ts';
import type { App } from '../store/apps.ts';
import type { VerifyAppSettings } from '../store/verify-apps.ts';
import type { VerifyService } from '../store/verify-services.ts';
import { AddressRefusedError, type CodeAddress, regionWords } from './address.ts';
import type { Channel, ChannelKind } from './channel.ts';

/** Whose settings decide. */
export interface Asker {
  app: App;
  service: VerifyService;
  settings: VerifyAppSettings;
}

/** Throws AddressRefusedError where the settings of the app name no such place, or nothing here sends there. */
export function demandAllowed(
  { channels, defaultRegion }: { channels: readonly Channel[]; defaultRegion: string | null },
  { app, service, settings }: Asker,
  { address, kind, via }: { address: CodeAddress; kind: ChannelKind; via: string | null },
): void {
  const regions = settings.regions ?? (defaultRegion === null ? [] : [defaultRegion]);
  if (address.prefix !== null && (address.region === null || !regions.includes(address.region)))
    throw refuse('region-denied', regionWords(address.region));
  const about = aboutOf({ app, service }, address);
  const named = channels.filter(({ id }) => via === null || id === via);
  if (!named.some((channel) => channel.kinds.includes(kind) && channel.serves(kind, about)))
    throw refuse(
      'no-channel',
      `nothing here sends by ${kind}${via === null ? '' : ` via ${via}`}: give the hub a line or provider that does, or set \`console\` for the app, which prints its codes`,
    );
}

/** What a channel is asked by before there is a code. */
export function aboutOf({ app, service }: Pick<Asker, 'app' | 'service'>, address: CodeAddress) {
  return {
    ...{ attemptId: '', verificationId: '', appId: app.id, ownerId: app.ownerId, lines: app.lines, to: address.to },
    ...{ region: address.region, locale: 'en', serviceName: service.name, subject: null, domain: null, expiresAt: 0 },
  };
}

/** A service for payments has no code that is good for anything (PSD2, RTS article 5: dynamic linking). */
export function demandPayment(
  { settings }: VerifyService,
  { amount, payee }: { amount: string | null; payee: string | null },
): void {
  if (settings.psd2 && (amount === null || payee === null))
    throw refuse(
      'bad-parameter',
      'Amount and Payee: this service is for payments (Psd2Enabled), expected both of them',
    );
}

export function refuse(refusal: VerificationRefusal, detail: string): AddressRefusedError {
  return new AddressRefusedError(refusal, detail);
}
