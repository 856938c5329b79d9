import { type LineStatus, unknownLineStatus } from '../../domain/line-status.ts';

/** How the line is, as far as the modem told. */
export class LineState {
  #status: LineStatus = unknownLineStatus;
  readonly #onChange: () => void;
  readonly #heardAt: () => number | null;
  readonly #lastTextAt: () => number | null;

  constructor(options: { onChange: () => void; heardAt: () => number | null; lastTextAt: () => number | null }) {
    this.#onChange = options.onChange;
    this.#heardAt = options.heardAt;
    this.#lastTextAt = options.lastTextAt;
  }

  current(): LineStatus {
    return { ...this.#status, lastTextAt: this.#lastTextAt(), seenAt: this.#heardAt() };
  }

  update(change: Partial<LineStatus>): void {
    const before = JSON.stringify(this.#status);
    this.#status = { ...this.#status, ...change };
    if (JSON.stringify(this.#status) !== before) this.#onChange();
  }
}
