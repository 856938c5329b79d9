import { consoleProvider } from './console.ts';
import { http } from './http.ts';
import type { ProviderKind } from './provider.ts';

/** Every kind of provider: a new one is one file and one line here. */
export const providerKinds: ProviderKind[] = [http, consoleProvider];
