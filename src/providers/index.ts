import { consoleProvider } from './console.ts';
import { http } from './http.ts';
import type { ProviderKind } from './provider.ts';
import { smtp } from './smtp.ts';
import { twilio } from './twilio.ts';
import { vonage } from './vonage.ts';

/** Every kind of provider: a new one is one file and one line here. */
export const providerKinds: ProviderKind[] = [twilio, vonage, http, smtp, consoleProvider];
