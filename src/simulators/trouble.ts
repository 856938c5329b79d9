/** What may go wrong with the next requests. */
export interface Trouble {
  /** Answer with this status instead of doing the work. */
  status?: number;
  /** The vendor's own error code or word, where it has one. */
  code?: number | string;
  /** Value of `Retry-After`: seconds, or an HTTP date. */
  retryAfter?: number | string;
  /** `hang`: never answer; `drop`: cut the connection. */
  instead?: 'hang' | 'drop';
  /** Do the work all the same, so that only the answer is lost. */
  workDone?: boolean;
  /** How many requests; default 1. */
  times?: number;
}

/** Troubles in waiting, the first one first. */
export interface TroubleQueue {
  failNext(trouble: Trouble): void;
  /** From now on until `heal()`. */
  failAlways(trouble: Trouble): void;
  heal(): void;
  take(): Trouble | undefined;
}

export function createTroubleQueue(): TroubleQueue {
  let waiting: Trouble[] = [];
  let always: Trouble | undefined;
  return {
    failNext({ times = 1, ...trouble }) {
      for (let index = 0; index < times; index += 1) waiting.push(trouble);
    },
    failAlways(trouble) {
      always = trouble;
    },
    heal() {
      waiting = [];
      always = undefined;
    },
    take: () => waiting.shift() ?? always,
  };
}
