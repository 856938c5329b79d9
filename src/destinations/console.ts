import { z } from 'zod';
import { TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import { keepHealth } from './delivery-health.ts';
import { defineDestination } from './destination.ts';

const config = z.strictObject({});

/** Prints a line to standard output, for trying things out. */
export const consoleLine = defineDestination({
  kind: 'console',
  title: 'Console',
  description: 'Prints each message as one line to standard output of the hub, for trying things out.',
  homepage: 'https://nodejs.org/api/process.html#processstdout',
  config,
  example: {},
  repeatable: true,
  concurrency: 1,
  open(_config, context) {
    const keeper = keepHealth(context.clock, 'Prints to standard output');
    return {
      send: (outgoing) => keeper.watch(() => print(oneLine(outgoing.rendered))),
      health: keeper.health,
      close: async () => {},
    };
  },
});

function print(line: string): Promise<object> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => {
      if (error) reject(new TemporaryDeliveryError('standard output cannot be written', { cause: error }));
      else resolve({});
    });
  });
}

/** A text may hold escape sequences that steer a terminal. */
function oneLine(rendered: string): string {
  return rendered.replace(/\s*\p{Cc}[\s\p{Cc}]*/gu, ' ').trim();
}
