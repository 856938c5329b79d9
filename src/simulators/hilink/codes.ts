/** The error codes that a HiLink device answers with, as `global/js` of the stock web UI names them. */
export const codes = {
  notSupported: 100002,
  noRights: 100003,
  format: 100005,
  parameter: 100006,
  simNotReady: 112008,
  wrongUser: 108001,
  wrongPassword: 108002,
  alreadyLoggedIn: 108003,
  wrongCredentials: 108006,
  lockedOut: 108007,
  illegalArgument: 113017,
  sendingBusy: 113018,
  storageFull: 113053,
  numberTooLong: 113054,
  wrongToken: 125001,
  wrongSession: 125002,
  wrongSessionToken: 125003,
} as const;

/** A call that the device answers with `<error>`; `count` is the number of failed logins where the firmware tells it. */
export class Refusal extends Error {
  readonly code: number;
  readonly count: number | undefined;

  constructor(code: number, count?: number) {
    super(`the device refuses with ${code}`);
    this.name = 'Refusal';
    this.code = code;
    this.count = count;
  }
}
