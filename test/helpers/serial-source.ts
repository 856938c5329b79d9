import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type SerialSimulator,
  type SerialSimulatorOptions,
  startSerialSimulator,
} from '../../src/simulators/serial/simulator.ts';
import { openSerialPort } from '../../src/sources/serial/port.ts';
import { openSerial, serial } from '../../src/sources/serial/serial.ts';
import type { Source } from '../../src/sources/source.ts';
import { createTestHub, type TestHub } from './source-context.ts';

export async function startModem(t: TestContext, options: SerialSimulatorOptions = {}): Promise<SerialSimulator> {
  const modem = await startSerialSimulator({ latencyMs: 2, messageMs: 1, ...options });
  t.after(() => modem.close());
  return modem;
}

/** A source at this port, with a hub that is new unless one is handed in. */
export async function startSource(
  t: TestContext,
  settings: Record<string, unknown>,
  hub: TestHub = createTestHub(),
): Promise<{ source: Source; hub: TestHub }> {
  const source = openSerial(serial.config.parse(settings), hub.context, {
    openPort: openSerialPort,
    findPorts: async () => [],
  });
  await source.start();
  t.after(() => source.close());
  return { source, hub };
}

/** Waits until `holds`, with a generous deadline. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`it did not happen: ${what}`);
    await delay(10);
  }
}
