import { sleep } from '../../support/clock.ts';
import { type Command, parseCommandLine } from './command-line.ts';
import { findHandler } from './commands/table.ts';
import type { Modem } from './modem.ts';
import { openPty, type Pty } from './pty.ts';
import { Refusal } from './refusal.ts';

const escapeKey = 0x1b;
const controlZ = 0x1a;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** One port of a modem: reads command lines, runs them in turn, writes answers and reports. */
export class Port {
  readonly modem: Modem;
  /** Whether it reports what nobody asked for. */
  readonly reports: boolean;
  echo: boolean;
  /** `AT+CMEE`. */
  errorFormat = 0;
  /** `AT+CSCS`. */
  characterSet = 'IRA';
  /** `AT+COPS=3,n`. */
  operatorFormat = 0;
  /** `AT+CREG=n` and its siblings. */
  readonly registrationReports: Record<string, number> = { '+CREG': 0, '+CGREG': 0, '+CEREG': 0 };
  private readonly pty: Pty;
  private input: number[] = [];
  private line: number[] = [];
  private isRunning = false;
  private isClosed = false;
  private held: string[] = [];
  private prompted: ((line: string | undefined) => void) | undefined;
  private writing: Promise<void> = Promise.resolve();

  /** Opens a terminal for it. */
  static async open(modem: Modem, reports: boolean): Promise<Port> {
    let port: Port | undefined;
    const pty = await openPty(modem.clock, (bytes) => port?.receive(bytes));
    port = new Port(modem, pty, reports);
    return port;
  }

  private constructor(modem: Modem, pty: Pty, reports: boolean) {
    this.modem = modem;
    this.pty = pty;
    this.reports = reports;
    this.echo = modem.traits.echo;
  }

  get path(): string {
    return this.pty.path;
  }

  /** Writes a line of an answer. */
  answer(...lines: string[]): void {
    this.write(`\r\n${lines.join('\r\n')}\r\n`);
  }

  /** Writes lines that nobody asked for: when no command runs, or right away where the device is that careless. */
  report(lines: string[]): void {
    if (!this.reports || this.isClosed) return;
    const text = `\r\n${lines.join('\r\n')}\r\n`;
    const inside = this.modem.scenario.reportsInside ?? this.modem.traits.reportsInside;
    if ((this.isRunning && !inside) || this.prompted) this.held.push(text);
    else this.write(text);
  }

  write(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    const { pieceBytes } = this.modem.traits;
    if (pieceBytes === 0) this.pty.write(bytes);
    else this.writing = this.writing.then(() => this.writePieces(bytes, pieceBytes));
  }

  /** Asks for the PDU behind `AT+CMGS`; undefined when the client gave up by ESC. */
  prompt(): Promise<string | undefined> {
    if (!this.modem.scenario.takeLostPrompt()) this.write(this.modem.traits.promptSpace ? '\r\n> ' : '\r\n>');
    return new Promise((resolve) => {
      this.prompted = resolve;
      this.readOn();
    });
  }

  /** A string as the chosen character set shows it. */
  text(value: string): string {
    if (this.characterSet !== 'UCS2') return value;
    return Buffer.from(value, 'utf16le').swap16().toString('hex').toUpperCase();
  }

  /** `AT&F`, `ATZ`. */
  reset(): void {
    this.echo = this.modem.traits.echo;
    this.errorFormat = 0;
    this.characterSet = 'IRA';
    this.operatorFormat = 0;
    for (const name of Object.keys(this.registrationReports)) this.registrationReports[name] = 0;
  }

  close(): void {
    this.isClosed = true;
    this.prompted?.(undefined);
    this.pty.close();
  }

  private receive(bytes: Buffer): void {
    this.input.push(...bytes);
    this.readOn();
  }

  /** Takes what came in, as far as it may: a running command makes the rest wait. */
  private readOn(): void {
    let echoed: number[] = [];
    let at = 0;
    while (at < this.input.length && (!this.isRunning || this.prompted)) {
      const byte = this.input[at] ?? 0;
      at += 1;
      if (this.echo && byte !== escapeKey && byte !== controlZ) echoed.push(byte);
      if (byte === carriageReturn || byte === controlZ || byte === escapeKey) {
        if (echoed.length > 0) this.write(Uint8Array.from(echoed));
        echoed = [];
      }
      this.take(byte);
    }
    this.input = this.input.slice(at);
    if (echoed.length > 0) this.write(Uint8Array.from(echoed));
  }

  private take(byte: number): void {
    if (this.prompted) this.takePrompted(byte);
    else if (byte === escapeKey) this.line = [];
    else if (byte === carriageReturn) this.run(this.takeLine());
    else if (byte !== lineFeed && byte !== controlZ) this.line.push(byte);
  }

  private takePrompted(byte: number): void {
    if (byte !== controlZ && byte !== escapeKey) {
      this.line.push(byte);
      return;
    }
    const resolve = this.prompted;
    this.prompted = undefined;
    const line = this.takeLine();
    resolve?.(byte === escapeKey ? undefined : line);
  }

  private takeLine(): string {
    const line = Buffer.from(this.line).toString('latin1');
    this.line = [];
    return line;
  }

  private run(line: string): void {
    const commands = parseCommandLine(line);
    if (commands === undefined) return;
    this.isRunning = true;
    const done = () => {
      this.isRunning = false;
      this.letReportsOut();
      this.readOn();
    };
    this.modem.exclusively(() => this.runAll(commands)).then(done, done);
  }

  private async runAll(commands: Command[]): Promise<void> {
    const final = await this.resultOf(commands);
    if (final !== undefined && !this.isClosed) this.answer(final);
  }

  /** The final result; undefined when there is none to be. */
  private async resultOf(commands: Command[]): Promise<string | undefined> {
    const { clock, scenario, traits } = this.modem;
    const latencyMs = scenario.latencyMs ?? traits.latencyMs;
    if (latencyMs > 0) await sleep(clock, latencyMs);
    if (scenario.takeSilence()) return undefined;
    for (const command of commands) {
      const name = `AT${command.name}`;
      this.modem.calls[name] = (this.modem.calls[name] ?? 0) + 1;
      const fault = scenario.takeError(command.name);
      if (fault !== undefined) return fault;
      try {
        const final = await this.handle(command);
        if (final !== 'OK') return final;
      } catch (error) {
        if (error instanceof Refusal) return this.wordFor(error);
        throw error;
      }
    }
    return 'OK';
  }

  private async handle(command: Command): Promise<string | undefined> {
    const handler = findHandler(command.name, this.modem);
    if (!handler) return this.modem.traits.unknownCommand;
    const final = await handler(command, this);
    return final === 'silent' ? undefined : 'OK';
  }

  /** `+CMS ERROR` comes as a number whatever `AT+CMEE` says, `+CME ERROR` only when it is asked for. */
  private wordFor({ kind, code }: Refusal): string {
    if (kind === 'word') return String(code);
    if (kind === 'CMS') return `+CMS ERROR: ${code}`;
    return this.errorFormat === 0 ? 'ERROR' : `+CME ERROR: ${code}`;
  }

  private letReportsOut(): void {
    for (const text of this.held.splice(0)) this.write(text);
  }

  private async writePieces(bytes: Uint8Array, size: number): Promise<void> {
    for (let at = 0; at < bytes.length && !this.isClosed; at += size) {
      this.pty.write(bytes.subarray(at, at + size));
      await sleep(this.modem.clock, 1);
    }
  }
}
