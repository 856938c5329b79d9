import { TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import type { Channel } from './channel.ts';

/** Where lines go: standard output of the hub. */
export interface LineWriter {
  write(line: string, done: (error?: Error | null) => void): unknown;
}

/** Prints codes in place of sending them: needs no account, for trying things out and for development. */
export function consoleChannel(out: LineWriter): Channel {
  return {
    id: 'console',
    kinds: ['sms', 'call', 'email'],
    serves: () => true,
    payers: () => [],
    send: (kind, { to, text }) =>
      new Promise((resolve, reject) => {
        const line = `${kind} to ${to}: ${text}`.replace(/\s*\p{Cc}[\s\p{Cc}]*/gu, ' ');
        out.write(`${line}\n`, (error) => {
          if (error) reject(new TemporaryDeliveryError('standard output cannot be written', { cause: error }));
          else resolve({ receipt: null, willReport: false, costMicros: 0 });
        });
      }),
  };
}
