import { closest } from '../support/closest.ts';
import type { Command } from './command.ts';
import { commands } from './index.ts';

/** What `keypigeon --help` prints. */
export function overallHelp(all: readonly Command[]): string {
  const width = Math.max(...all.map((command) => command.name.length)) + 2;
  const list = all.map((command) => `  ${command.name.padEnd(width)}${command.summary}`);
  return `Keypigeon: your one-time codes come home to you.

usage: keypigeon COMMAND [options]      in a checkout: npm run -s keypigeon -- COMMAND [options]

${list.join('\n')}

keypigeon COMMAND --help tells more. Environment: KEYPIGEON_DATA (folder, default ./data), KEYPIGEON_CONFIG (file,
default keypigeon.yaml in that folder), KEYPIGEON_LISTEN (default 127.0.0.1:7466), KEYPIGEON_LOG_LEVEL, and others in
docs/configuration.md. Exit codes: 0 it worked, 1 it did not, 2 the arguments are wrong.
`;
}

/** One line for a name that is no command. */
export function unknownCommand(name: string): string {
  const meant = closest(
    name,
    commands.map((command) => command.name),
  );
  const hint = meant === undefined ? 'keypigeon --help lists them' : `did you mean ${meant}?`;
  return `there is no command ${JSON.stringify(name)}; ${hint}`;
}
