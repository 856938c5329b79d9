import { z } from 'zod';
import { type DestinationKind, defineDestination } from '../destinations/destination.ts';
import { defineProvider, type ProviderKind } from '../providers/provider.ts';
import { defineSource, type SourceKind } from '../sources/source.ts';
import { secretString } from '../support/secret.ts';
import type { Kinds } from './schema.ts';

const notOpened = () => {
  throw new Error('the kinds of these tests are never opened');
};

/** Three small kinds for the tests of this folder. */
export const testKinds: Kinds = {
  sources: [
    defineSource({
      kind: 'probe',
      title: 'Probe',
      description: 'Hears texts.',
      homepage: 'https://example.com/probe',
      config: z.strictObject({
        url: z.url().describe('Where it is.'),
        password: secretString().optional().describe('Password.'),
        pollSeconds: z.number().min(0.1).default(0.5).describe('Seconds between two looks.'),
        ears: z
          .strictObject({ left: z.boolean().default(true).describe('The left one.') })
          .prefault({})
          .describe('Ears.'),
      }),
      example: { url: 'http://192.168.8.1' },
      open: notOpened,
    }),
  ] as SourceKind[],
  destinations: [
    defineDestination({
      kind: 'bell',
      title: 'Bell',
      description: 'Rings.',
      homepage: 'https://example.com/bell',
      config: z.strictObject({
        url: z.url().describe('What is rung.'),
        token: secretString().describe('Token.'),
        format: z.enum(['plain', 'hilink']).default('plain').describe('How it sounds.'),
        via: z.string().optional().describe('Line that sends.'),
        to: z.string().optional().describe('Who hears it.'),
      }),
      example: { url: 'https://example.com/ring', token: '${BELL_TOKEN}' },
      repeatable: false,
      concurrency: 1,
      open: notOpened,
    }),
  ] as DestinationKind[],
  providers: [
    defineProvider({
      kind: 'pigeon',
      title: 'Pigeon',
      description: 'Flies.',
      homepage: 'https://example.com/pigeon',
      config: z.strictObject({
        url: z.url().describe('Where it starts.'),
        token: secretString().describe('Token.'),
      }),
      example: { url: 'https://example.com/fly', token: '${PIGEON_TOKEN}' },
      channels: () => ['sms'],
      concurrency: 1,
      open: notOpened,
    }),
  ] as ProviderKind[],
};
