import { closeSync, readSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { Clock } from '../../support/clock.ts';

/** A pseudo-terminal: a program that opens `path` finds what looks like a serial port, and we are the device behind it. */
export interface Pty {
  /** E.g. `/dev/pts/4`. */
  path: string;
  /** Bytes are written in order; when nobody has read for half a second all that waits is lost, as on a wire. */
  write(bytes: Uint8Array): void;
  /** Hangs up: programs that have it open see the device go away. */
  close(): void;
}

const retryMs = 2;
const patienceMs = 500;

/** Opens a raw terminal without echo. Throws one clear line where `@lydell/node-pty` is missing or does not run here. */
export async function openPty(clock: Clock, onData: (bytes: Buffer) => void): Promise<Pty> {
  const { master, slave, pty: path } = (await loadNodePty()).open(80, 25);
  makeRaw(slave);
  const input = new ReadStream(master);
  input.on('data', onData);
  input.on('error', () => {});
  const output = new Output(clock, master, slave);
  return {
    path,
    write: (bytes) => output.write(bytes),
    close() {
      output.close();
      input.destroy();
      closeSync(slave);
    },
  };
}

async function loadNodePty() {
  try {
    const { requireBinary } = await import('@lydell/node-pty/requireBinary.js');
    return requireBinary('pty.node');
  } catch (error) {
    throw new Error(
      'The package @lydell/node-pty, which makes the serial port of the simulator, is not installed or has no build for this system: run npm ci without --omit=optional, on Linux or macOS',
      { cause: error },
    );
  }
}

/** Our own descriptor of the slave stays open afterwards: without one, the master would see the end of the file. */
function makeRaw(slave: number): void {
  const terminal = new ReadStream(slave);
  terminal.setRawMode(true);
  terminal.destroy();
}

/** Writes as fast as the other side reads. */
class Output {
  private readonly clock: Clock;
  private readonly master: number;
  private readonly slave: number;
  private waiting: Uint8Array[] = [];
  private stuckSince: number | undefined;
  private isClosed = false;

  constructor(clock: Clock, master: number, slave: number) {
    this.clock = clock;
    this.master = master;
    this.slave = slave;
  }

  write(bytes: Uint8Array): void {
    this.waiting.push(bytes);
    if (this.waiting.length === 1) this.flush();
  }

  close(): void {
    this.isClosed = true;
    this.waiting = [];
  }

  private flush(): void {
    while (!this.isClosed) {
      const bytes = this.waiting[0];
      if (bytes === undefined) return;
      const written = writeSome(this.master, bytes);
      if (written > 0) this.stuckSince = undefined;
      if (written < bytes.length) {
        this.retry(bytes.subarray(written));
        return;
      }
      this.waiting.shift();
    }
  }

  private retry(rest: Uint8Array): void {
    this.waiting[0] = rest;
    this.stuckSince ??= this.clock.now();
    if (this.clock.now() - this.stuckSince > patienceMs) this.discard();
    this.clock.after(retryMs, () => this.flush());
  }

  private discard(): void {
    this.waiting = [];
    this.stuckSince = undefined;
    const buffer = Buffer.alloc(65_536);
    while (readSome(this.slave, buffer) > 0);
  }
}

function writeSome(descriptor: number, bytes: Uint8Array): number {
  try {
    return bytes.length === 0 ? 0 : writeSync(descriptor, bytes);
  } catch {
    return 0;
  }
}

function readSome(descriptor: number, buffer: Buffer): number {
  try {
    return readSync(descriptor, buffer);
  } catch {
    return 0;
  }
}
