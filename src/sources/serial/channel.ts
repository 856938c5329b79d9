import { type Clock, sleep, type Timer } from '../../support/clock.ts';
import { inTurn } from '../../support/in-turn.ts';
import { AtError, PortError, SilentError } from './errors.ts';
import { Framing } from './framing.ts';

/** Most commands are answered within milliseconds; a busy stick takes some seconds. */
const usualTimeoutMs = 5_000;
const promptTimeoutMs = 5_000;
/** What was still under way from before is over after this. */
const quietMs = 100;
const helloTimeoutMs = 500;
const hellos = 5;
const escapeKey = '\x1b';
const endOfText = '\x1a';

export interface CommandOptions {
  timeoutMs?: number;
  /** How the lines of the answer begin, such as `+CSQ:`; without one they are plain lines. */
  prefix?: string;
}

export interface ChannelOptions {
  clock: Clock;
  write(data: string): void;
  /** A line that answers no command; `pdu` with `+CMT` and `+CDS`. */
  onReport(line: string, pdu: string | null): void;
}

interface Running {
  command: string;
  name: string;
  prefix: string | undefined;
  payload: string | undefined;
  /** When the payload was handed over. */
  handedOverAt: number | null;
  /** The header of a stored text came: hexadecimal digits follow. */
  awaitsPdu: boolean;
  lines: string[];
  resolve(lines: string[]): void;
  reject(error: Error): void;
  timer: Timer;
}

/** Talks to a modem: one command at a time, and what comes unasked is told apart from answers by how it begins. */
export class AtChannel {
  /** When the modem last said something. */
  heardAt: number | null = null;
  readonly #options: ChannelOptions;
  readonly #framing: Framing;
  readonly #turn = inTurn();
  #running: Running | null = null;
  #reportHeader: string | null = null;
  #closed = false;

  constructor(options: ChannelOptions) {
    this.#options = options;
    this.#framing = new Framing(
      (line) => this.#onLine(line),
      () => this.#onPrompt(),
    );
  }

  receive(bytes: Uint8Array): void {
    this.heardAt = this.#options.clock.now();
    this.#framing.push(bytes);
  }

  /** The lines of the answer. Throws AtError when it is refused, SilentError, and PortError when the port is gone. */
  command(command: string, options: CommandOptions = {}): Promise<string[]> {
    return this.#turn(() => this.#run(command, undefined, options));
  }

  /** As `command`, or null when the modem does not know or want it; a modem that falls silent over it is woken up. */
  async ask(command: string, options: CommandOptions = {}): Promise<string[] | null> {
    try {
      return await this.command(command, options);
    } catch (error) {
      if (error instanceof AtError) return null;
      if (!(error instanceof SilentError)) throw error;
      await this.wakeUp();
      return null;
    }
  }

  /** Hands over `payload` once the modem prompts for it. A SilentError tells whether it was handed over. */
  submit(command: string, payload: string, options: CommandOptions): Promise<string[]> {
    return this.#turn(() => this.#run(command, payload, options));
  }

  /** Leaves a prompt in which an earlier program got stuck, and waits until the modem answers. Throws SilentError. */
  async wakeUp(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      this.#options.write(`${escapeKey}\r`);
      await sleep(this.#options.clock, quietMs);
      try {
        await this.command('AT', { timeoutMs: helloTimeoutMs });
        // An answer that came late is not to be taken for the next one's.
        await sleep(this.#options.clock, quietMs);
        return;
      } catch (error) {
        if (error instanceof PortError) throw error;
        if (tries === hellos) throw new SilentError('AT');
      }
    }
  }

  close(): void {
    this.#closed = true;
    const running = this.#running;
    const isUnsent = running?.payload !== undefined && running.handedOverAt === null;
    running?.reject(isUnsent ? new SilentError(running.name) : portGone());
  }

  #run(command: string, payload: string | undefined, options: CommandOptions): Promise<string[]> {
    if (this.#closed) return Promise.reject(portGone());
    const timeoutMs = payload === undefined ? (options.timeoutMs ?? usualTimeoutMs) : promptTimeoutMs;
    const promise = new Promise<string[]>((resolve, reject) => {
      this.#running = {
        command,
        name: nameOf(command),
        prefix: options.prefix,
        payload,
        handedOverAt: null,
        awaitsPdu: false,
        lines: [],
        resolve,
        reject,
        timer: this.#options.clock.after(timeoutMs, () => this.#onSilence()),
      };
      if (payload !== undefined) this.#running.timer = this.#promptTimer(this.#running, options);
      this.#framing.awaitsPrompt = payload !== undefined;
      this.#options.write(`${command}\r`);
    });
    return promise.finally(() => {
      this.#running?.timer.cancel();
      this.#running = null;
      this.#framing.awaitsPrompt = false;
    });
  }

  /** Two waits, one after the other: for the prompt, then for the answer. */
  #promptTimer(running: Running, options: CommandOptions): Timer {
    running.timer.cancel();
    const { clock } = this.#options;
    let later: Timer | undefined;
    const first = clock.after(promptTimeoutMs, () => {
      if (running.handedOverAt === null) return this.#onSilence();
      const left = (options.timeoutMs ?? usualTimeoutMs) - promptTimeoutMs;
      later = clock.after(Math.max(left, 0), () => this.#onSilence());
    });
    return {
      cancel: () => {
        first.cancel();
        later?.cancel();
      },
    };
  }

  #onSilence(): void {
    const running = this.#running;
    if (running === null) return;
    if (running.payload !== undefined) this.#options.write(escapeKey);
    running.reject(new SilentError(running.name, { handedOver: running.handedOverAt !== null }));
  }

  #onPrompt(): void {
    const running = this.#running;
    if (running?.payload === undefined) return;
    running.handedOverAt = this.#options.clock.now();
    this.#options.write(`${running.payload}${endOfText}`);
  }

  #onLine(line: string): void {
    if (this.#reportHeader !== null) {
      const header = this.#reportHeader;
      this.#reportHeader = null;
      if (isHex(line)) {
        this.#options.onReport(header, line);
        return;
      }
    }
    if (/^\+(CMT|CDS):/.test(line)) this.#reportHeader = line;
    else if (this.#running === null || !this.#isAnswer(this.#running, line)) this.#options.onReport(line, null);
  }

  /** Takes a line that belongs to the command under way. */
  #isAnswer(running: Running, line: string): boolean {
    if (line === running.command || line === running.payload) return true;
    if (line === 'OK') {
      running.resolve(running.lines);
      return true;
    }
    const refusal = refusalOf(running.name, line, this.#heldMs(running));
    if (refusal !== null) {
      running.reject(refusal);
      return true;
    }
    const { prefix } = running;
    const begins = prefix === undefined ? !/^[+^*%#$]/.test(line) : line.startsWith(prefix);
    const isPdu = running.awaitsPdu && isHex(line);
    if (!begins && !isPdu) return false;
    running.awaitsPdu = !isPdu && (prefix === '+CMGL:' || prefix === '+CMGR:');
    running.lines.push(line);
    return true;
  }

  #heldMs({ handedOverAt }: Running): number | null {
    return handedOverAt === null ? null : Math.max(this.#options.clock.now() - handedOverAt, 0);
  }
}

export function isHex(line: string): boolean {
  return /^(?:[0-9A-Fa-f]{2}){4,}$/.test(line);
}

/** Of the command without what it carries: that may be a PIN. */
function nameOf(command: string): string {
  return /^AT[+^*%#$]?[A-Z]*/.exec(command)?.[0] ?? 'AT';
}

/** Words that firmware gives instead of numbers, or where it knows no numbers (27.007 §9.2.1). */
const codesOfWords: [RegExp, number][] = [
  [/not inserted|no sim/i, 10],
  [/sim pin2? required/i, 11],
  [/puk/i, 12],
  [/sim failure/i, 13],
  [/sim busy/i, 14],
  [/sim wrong/i, 15],
  [/incorrect password/i, 16],
];

function refusalOf(name: string, line: string, heldMs: number | null): AtError | null {
  if (['ERROR', 'COMMAND NOT SUPPORT', 'TOO MANY PARAMETERS'].includes(line))
    return new AtError(name, 'plain', null, heldMs);
  const found = /^\+(CM[ES]) ERROR:\s*(.*)$/.exec(line);
  if (found === null) return null;
  const words = found[2] ?? '';
  const code = /^\d+/.exec(words)?.[0] ?? codesOfWords.find(([pattern]) => pattern.test(words))?.[1];
  return new AtError(name, found[1] === 'CME' ? 'cme' : 'cms', code === undefined ? null : Number(code), heldMs);
}

function portGone(): PortError {
  return new PortError('the port was closed: the modem is unplugged or starts anew; the hub keeps looking');
}
