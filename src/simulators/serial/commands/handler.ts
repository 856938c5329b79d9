import type { Command } from '../command-line.ts';
import type { Port } from '../port.ts';

/** Does what a command asks; `OK` follows, unless it throws a Refusal or ends `silent`. */
export type Handler = (command: Command, port: Port) => undefined | 'silent' | Promise<undefined | 'silent'>;
export type Handlers = Record<string, Handler>;
