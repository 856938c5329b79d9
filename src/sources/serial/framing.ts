/** Longer than any line of a modem: a PDU has 176 octets. What goes on without an end is no AT port. */
const longestLine = 4_096;

/** Cuts what a port gives into lines, and finds the prompt, which has no line end. */
export class Framing {
  /** A `>` is the prompt now, not a line. */
  awaitsPrompt = false;
  #rest = '';
  readonly #onLine: (line: string) => void;
  readonly #onPrompt: () => void;

  constructor(onLine: (line: string) => void, onPrompt: () => void) {
    this.#onLine = onLine;
    this.#onPrompt = onPrompt;
  }

  push(bytes: Uint8Array): void {
    this.#rest += Buffer.from(bytes).toString('latin1');
    for (let end = this.#rest.search(/[\r\n]/); end >= 0; end = this.#rest.search(/[\r\n]/)) {
      const line = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 1);
      this.#give(line);
    }
    if (this.awaitsPrompt && clean(this.#rest).startsWith('>')) {
      this.#rest = this.#rest.slice(this.#rest.indexOf('>') + 1);
      this.#givePrompt();
    }
    if (this.#rest.length > longestLine) this.#rest = '';
  }

  #give(raw: string): void {
    const line = clean(raw);
    if (line === '') return;
    if (this.awaitsPrompt && line.startsWith('>')) {
      this.#givePrompt();
      this.#give(line.slice(1));
      return;
    }
    for (const piece of apart(line)) this.#onLine(piece);
  }

  #givePrompt(): void {
    this.awaitsPrompt = false;
    this.#onPrompt();
  }
}

/** Old sticks let control characters slip in, and echo the end of a text (0x1A). */
function clean(line: string): string {
  return line.replace(/[\x00-\x1f\x7f]/g, '').trim();
}

/** `OK` may hang on the line before it, or the next report on it. */
function apart(line: string): string[] {
  const before = /^([+^][A-Z]+: .*|[0-9A-Fa-f]{16,})OK$/.exec(line)?.[1];
  if (before !== undefined) return [before, 'OK'];
  const behind = /^OK([+^][A-Z]+:.*)$/.exec(line)?.[1];
  return behind === undefined ? [line] : ['OK', behind];
}
