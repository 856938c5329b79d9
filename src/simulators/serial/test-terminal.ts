import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { SerialPort } from 'serialport';
import { type SerialSimulatorOptions, startSerialSimulator } from './simulator.ts';

const finals = /\r\n(?:OK|ERROR|COMMAND NOT SUPPORT|\+CM[ES] ERROR: \d+)\r\n/;

/** A terminal program at the port, for tests: real bytes through a real serial port library. */
export class Terminal {
  readonly closed: Promise<boolean>;
  /** Everything that came since the last question. */
  received = '';
  private readonly port: SerialPort;

  constructor(port: SerialPort) {
    this.port = port;
    port.on('data', (bytes: Buffer) => {
      this.received += bytes.toString('latin1');
    });
    port.on('error', () => {});
    this.closed = new Promise((resolve) => {
      port.once('close', (error: { disconnected?: boolean } | null) => resolve(error?.disconnected === true));
    });
  }

  write(text: string): void {
    this.port.write(Buffer.from(text, 'latin1'));
  }

  /** What comes back up to a final result. */
  async raw(command: string, terminator = '\r'): Promise<string> {
    this.received = '';
    this.write(`${command}${terminator}`);
    await until(() => finals.test(this.received));
    const end = finals.exec(this.received);
    return this.received.slice(0, end === null ? 0 : end.index + end[0].length);
  }

  /** Its lines that are not empty. */
  async ask(command: string, terminator = '\r'): Promise<string[]> {
    return (await this.raw(command, terminator)).split(/[\r\n]+/).filter((line) => line !== '');
  }

  /** Waits for a piece of what comes. */
  saw(piece: string): Promise<void> {
    return until(() => this.received.includes(piece));
  }

  close(): Promise<void> {
    return new Promise((resolve) => (this.port.isOpen ? this.port.close(() => resolve()) : resolve()));
  }
}

/** Opens a port as programs do. */
export function openTerminal(path: string): Promise<Terminal> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate: 115_200 }, (error) => (error ? reject(error) : resolve(terminal)));
    const terminal = new Terminal(port);
  });
}

/** A simulator with a terminal at it; both end with the test. */
export async function start(t: { after(run: () => Promise<void>): void }, options: SerialSimulatorOptions = {}) {
  const simulator = await startSerialSimulator(options);
  const terminal = await openTerminal(simulator.path);
  t.after(async () => {
    await terminal.close();
    simulator.close();
  });
  return { simulator, terminal };
}

/** Waits until it is true; fails after 5 s. */
export async function until(isTrue: () => boolean): Promise<void> {
  for (let round = 0; round < 1000 && !isTrue(); round += 1) await pause(5);
  assert.ok(isTrue(), 'it did not come true in 5 s');
}
