import type { Sending } from '../sending/sending.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import type { Channel } from '../verification/channel.ts';
import { consoleChannel } from '../verification/console-channel.ts';
import { lineChannel } from '../verification/line-channel.ts';
import { composeEnglish } from '../verification/text.ts';
import { Verifying, type VerifyingParts } from '../verification/verifying.ts';

export type VerificationParts = Omit<VerifyingParts, 'channels' | 'console' | 'compose' | 'defaultRegion'> & {
  sending: Sending;
  configuration(): CurrentConfiguration;
  /** Besides the own lines, which come first. */
  providers?(): readonly Channel[];
};

/** Verification with the ways that this hub has to send codes. */
export function createVerifying({ sending, configuration, providers, ...parts }: VerificationParts): Verifying {
  const lines = lineChannel({
    lines: () => configuration().lines.map(({ id, owner }) => ({ id, owner, canSend: sending.canSend(id) })),
    sendByLine: (lineId, text, help) => sending.sendNow(lineId, text, help),
  });
  return new Verifying({
    ...parts,
    compose: composeEnglish,
    defaultRegion: () => configuration().defaultRegion,
    channels: () => [lines, ...(providers?.() ?? [])],
    console: consoleChannel(process.stdout),
  });
}
