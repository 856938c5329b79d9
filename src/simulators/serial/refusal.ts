/** Ends a command with an error: `+CME ERROR` (3GPP TS 27.007 §9.2), `+CMS ERROR` (TS 27.005 §3.2.5), or a bare word. */
export class Refusal extends Error {
  readonly kind: 'CME' | 'CMS' | 'word';
  readonly code: number | string;

  constructor(kind: 'CME' | 'CMS' | 'word', code: number | string) {
    super(`${kind} ${code}`);
    this.kind = kind;
    this.code = code;
  }
}

export const cme = (code: number) => new Refusal('CME', code);
export const cms = (code: number) => new Refusal('CMS', code);
