/** The port cannot be opened, or it is gone. The message is one line: what is wrong and what to do. */
export class PortError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'PortError';
  }
}

/** The modem gave no answer in time. */
export class SilentError extends Error {
  /** The text itself had been handed over: it may have left. */
  readonly handedOver: boolean;

  constructor(command: string, options: { handedOver?: boolean } = {}) {
    super(`no answer to ${command}`);
    this.name = 'SilentError';
    this.handedOver = options.handedOver ?? false;
  }
}

/** The modem refused a command: `ERROR`, `+CME ERROR`, `+CMS ERROR` (3GPP TS 27.007 §9.2, 27.005 §3.2.5). */
export class AtError extends Error {
  readonly kind: 'cme' | 'cms' | 'plain';
  /** null where the modem gave none. */
  readonly code: number | null;
  /** How long the modem had the text by then, in milliseconds; null: it had not been handed over. */
  readonly heldMs: number | null;

  constructor(command: string, kind: AtError['kind'], code: number | null, heldMs: number | null = null) {
    super(`${command} was refused${code === null ? '' : ` (${kind.toUpperCase()} error ${code})`}`);
    this.name = 'AtError';
    this.kind = kind;
    this.code = code;
    this.heldMs = heldMs;
  }
}

/** What a person must mend: SIM card, PIN, settings. The message says what to do; the hub looks again by itself. */
export class NeedsHelpError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NeedsHelpError';
  }
}

/** A sibling port of the same modem may report what this one does not. */
export class MutePortError extends Error {
  constructor(path: string) {
    super(`${path} reports no texts; another port of the modem is tried`);
    this.name = 'MutePortError';
  }
}
