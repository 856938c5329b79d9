import { z } from 'zod';
import { keepHealth } from '../destinations/delivery-health.ts';
import { consoleChannel } from '../verification/console-channel.ts';
import { defineProvider } from './provider.ts';

const channels = ['sms', 'call', 'email'] as const;

const config = z.strictObject({
  channels: z
    .array(z.enum(channels))
    .min(1)
    .default([...channels])
    .describe('What it stands in for.'),
});

/** Prints codes to standard output: needs no account, for trying things out and for development. */
export const consoleProvider = defineProvider({
  kind: 'console',
  title: 'Console',
  description:
    'Prints codes to standard output of the hub in place of sending them: needs no account, for development. Whoever reads the output reads the codes.',
  homepage: 'https://nodejs.org/api/process.html#processstdout',
  config,
  example: {},
  channels: ({ channels }) => channels,
  concurrency: 1,
  open(_config, { clock }) {
    const keeper = keepHealth(clock, 'Prints to standard output');
    const channel = consoleChannel(process.stdout);
    return {
      send: (kind, code, help) =>
        keeper.watch(async () => {
          await help.leaving();
          return await channel.send(kind, code, help);
        }),
      health: keeper.health,
      close: async () => {},
    };
  },
});
