import { runHilinkSimulator } from '../simulators/hilink/run.ts';
import type { RunCommand } from './command.ts';
import { UsageError } from './usage-error.ts';

/** `keypigeon simulate hilink|serial`: runs until it is stopped. */
export const run: RunCommand = async ([device, ...args], { stdout, stderr, untilStopped }) => {
  if (device === 'hilink') return runHilinkSimulator(args, { stdout, stderr, signal: untilStopped() });
  if (device === 'serial') {
    const { runSerialSimulator } = await import('../simulators/serial/run.ts');
    return runSerialSimulator(args, { stdout, stderr, signal: untilStopped() });
  }
  const wanted =
    device === undefined ? 'what to simulate is missing' : `there is no simulator ${JSON.stringify(device)}`;
  throw new UsageError(`simulate: ${wanted}; expected hilink or serial, as in keypigeon simulate serial`);
};
