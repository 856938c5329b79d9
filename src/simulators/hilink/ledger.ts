/** What clients did, so that a test can tell whether they behave. */
export class Ledger {
  /** Calls per method and path, e.g. `GET sms/sms-count`. */
  readonly calls: Record<string, number> = {};
  /** Answers per error code. */
  readonly refusals: Record<string, number> = {};
  /** Most API calls that were under way at once; 1 for a client that takes turns. */
  maxParallel = 0;
  /** POSTs without a good token. */
  tokenMisuse = 0;
  private parallel = 0;

  /** Counts a call that came in; call the result once it is over. */
  begin(method: string, path: string): () => void {
    const key = `${method} ${path}`;
    this.calls[key] = (this.calls[key] ?? 0) + 1;
    this.parallel += 1;
    this.maxParallel = Math.max(this.maxParallel, this.parallel);
    let isOver = false;
    return () => {
      if (!isOver) this.parallel -= 1;
      isOver = true;
    };
  }

  refused(code: number): void {
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }
}
