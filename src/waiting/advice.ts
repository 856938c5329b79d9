import { lastDigits } from '../domain/line-report.ts';
import type { WaitCause, WaitCauseCode } from '../domain/wait.ts';

/** Our own side is at fault: what the site or the carrier does comes after it. */
const ours: readonly WaitCauseCode[] = [
  'no-source',
  'source-failing',
  'sim-missing',
  'sim-locked',
  'not-registered',
  'weak-signal',
  'store-full',
];

const mends: Partial<Record<WaitCauseCode, string>> = {
  'no-source': 'Give the line a source, or wait on another line.',
  'source-failing': 'Mend the source first; keypigeon doctor says more.',
  'sim-missing': 'Put the SIM into its device again.',
  'sim-locked': 'Unlock the SIM: put it in a phone, enter its PIN or PUK there and turn the PIN off.',
  'not-registered':
    'See that the SIM gets on its network; if it does not, call your carrier and ask whether it was replaced.',
  'weak-signal': 'Move the device to where the signal is better.',
  'store-full': 'Delete texts on the device.',
};

/**
 * What to do when no code came, one sentence each, the most useful first. `lines`: those that it could have come to. Short
 * codes are what carriers block by "premium SMS" blocks; senders of many texts (A2P) know numbers by their type and by the
 * operator that a table gives for them.
 */
export function adviceFor(
  causes: readonly WaitCause[],
  lines: readonly { id: string; number: string | null }[],
): string[] {
  const codes = causes.map(({ code }) => code);
  if (codes.includes('went-to-other')) return ['Ask the site for another code once the other one is used.'];
  const own = ours.filter((code) => codes.includes(code)).flatMap((code) => mends[code] ?? []);
  return [
    ...own,
    checkNumber(lines),
    'Ask the site for the code once more, but not often: many hold codes back from who asks again and again.',
    'Ask the carrier whether it blocks texts from short codes; it may call this a premium SMS block, or a block of application (A2P) messages.',
    'Ask the site which numbers it takes: many send no codes to internet (VoIP) numbers, only to mobile ones.',
    'If the number was moved from another carrier, ask the new one whether texts from short codes are routed to it.',
    "Use the site's option to call you, or another way to sign in that it offers.",
  ];
}

function checkNumber(lines: readonly { id: string; number: string | null }[]): string {
  const [line, other] = lines;
  const digits = line === undefined || other !== undefined ? null : lastDigits(line.number);
  if (line === undefined || digits === null)
    return 'Compare the last digits of the number that the site shows with those of your line.';
  return `Compare the last digits of the number that the site shows: those of line ${line.id} are ${digits}.`;
}
