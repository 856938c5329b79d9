/** The other side refused for good: a retry would be refused again. */
export class PermanentDeliveryError extends Error {
  /** The destination itself is gone (410): it is turned off and its owner is told. */
  readonly gone: boolean;
  /** The provider's own number of what went wrong, or Twilio's where it has one for it. */
  readonly errorCode: number | undefined;

  constructor(detail: string, options: { gone?: boolean; errorCode?: number | undefined; cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.errorCode = options.errorCode;
    this.name = 'PermanentDeliveryError';
    this.gone = options.gone ?? false;
  }
}

/** It did not arrive, and may later. */
export class TemporaryDeliveryError extends Error {
  readonly retryAfterMs: number | undefined;
  /** The provider's own number of what went wrong. */
  readonly errorCode: number | undefined;

  constructor(
    detail: string,
    options: { retryAfterMs?: number | undefined; errorCode?: number | undefined; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.errorCode = options.errorCode;
    this.name = 'TemporaryDeliveryError';
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** It may have arrived (SMS, voice, print): never repeated blindly. */
export class UnknownOutcomeError extends Error {
  constructor(detail: string, options: { cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.name = 'UnknownOutcomeError';
  }
}
