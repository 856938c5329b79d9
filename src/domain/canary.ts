import type { Line } from './line.ts';

/** A text that the hub sends to one of its own lines now and then, to see whether it arrives. */
export interface CanaryRoute {
  id: string;
  /** The line that it is to arrive at; it has a number. */
  to: Line & { number: string };
  /** The line or provider that sends it. */
  via: string;
  everyMs: number;
  /** Later than that after it left it counts as lost. */
  lostAfterMs: number;
  /** Else it is sent by hand only, and its line is not reported. */
  enabled: boolean;
}

/** One line for people: what befell the line, and what to do. */
export function canaryEventText(
  event: 'test-lost' | 'test-arrived',
  { id, to, via, lostAfterMs }: CanaryRoute,
  since: number,
): string {
  const about = `Line ${to.id} (line test ${id})`;
  const time = `${new Date(since).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return event === 'test-lost'
    ? `${about}: a text that ${via} sent to it at ${time} did not arrive within ${minutes(lostAfterMs)}. Texts to it may be lost although all looks well: send it one from another phone, and ask your operator if that is lost too.`
    : `${about}: texts that ${via} sends to it arrive again. They were lost since ${time}.`;
}

function minutes(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} seconds` : `${Math.round(ms / 60_000)} minutes`;
}
