/** After "this wasn't me" an account counts as under attack for so long. */
export const attackLastsMs = 24 * 3_600_000;

/** An account of ours at a service, on one line, that somebody else tries to get into. */
export interface Attack {
  messageId: string;
  lineId: string;
  service: string | null;
  /** Who said so; null: the administrator. */
  by: { person: string; name: string } | null;
  /** Milliseconds since the epoch. */
  markedAt: number;
  endsAt: number;
}

/** By what an account on a line is told from others: its service, else who sends. */
export function accountOf({ service, sender }: { service: string | null; sender: string }): string {
  return service === null ? `sender ${sender}` : `service ${service.normalize('NFKC').toLowerCase()}`;
}

/** One for people, what to do first at the beginning. */
export const attackAdvice: readonly string[] = [
  'Give this code to nobody, whoever calls or writes: no bank, shop or helpdesk needs it.',
  'Whoever asked for it may know your password: change it there, by the address that you always use and not by a link in a text.',
  'End all other sessions of the account.',
  'Check that the account still has your own phone number and mail address for recovery.',
  'Where the service offers it, sign in by a passkey or an authenticator app instead of texts.',
];

/** What is told of it to those who have a route for it: no code, and of the text only its service. */
export function attackText(told: { lineId: string; service: string | null; receivedAt: number }): string {
  const what = told.service === null ? 'A code' : `A code of ${told.service}`;
  const when = `${new Date(told.receivedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${what} that came to line ${told.lineId} at ${when} was asked for by somebody else ("this wasn't me"). ${attackAdvice.join(' ')}`;
}
