import { fullMemories } from '../domain/line-judge.ts';
import { type LineStatus, unknownLineStatus } from '../domain/line-status.ts';
import type { WaitCause, WaitCauseCode } from '../domain/wait.ts';
import { ago, clockTime } from './time-words.ts';

/** What can be seen around a wait to which nothing came, by whoever waits. Times are milliseconds since the epoch. */
export interface WaitSight {
  now: number;
  startedAt: number;
  /** What is waited for; null: any code. */
  service: string | null;
  /** The lines that it could have come to, as far as they may be looked at. */
  lines: readonly SeenLine[];
  /** When that service was last heard; null: never. */
  heardAt: number | null;
  /** Texts that came since, as far as they are seen. */
  meanwhile: readonly SeenText[];
}

export interface SeenLine {
  id: string;
  number: string | null;
  status: LineStatus | null;
  /** `trouble`: what the source says is wrong; null: it works. */
  sources: readonly { id: string; trouble: string | null }[];
}

export interface SeenText {
  /** It is of the service that is waited for. */
  isOfService: boolean;
  hasCode: boolean;
  /** Name of who else had waited for it; null: nobody. */
  wonBy: string | null;
}

const day = 86_400_000;
/** A service that was silent for so long may well send from elsewhere by now. */
const longSilenceMs = 21 * day;
/** A line for codes that is silent for so long is rather cut off. */
const deadSilenceMs = 3 * day;
/** Below this, texts come late or not at all (3GPP TS 27.007 §8.5: −113 dBm is the least that is told). */
const weakSignalDbm = -105;

/** Why nothing may have come: what was seen of the text itself, then of the line, then of the past; the surest first. */
export function causesOf(sight: WaitSight): WaitCause[] {
  return [
    ...textCauses(sight),
    ...sight.lines.flatMap((line) => lineCauses(line)),
    ...trafficCauses(sight),
    ...historyCauses(sight),
  ];
}

function textCauses({ meanwhile, service }: WaitSight): WaitCause[] {
  const what = service === null ? 'A code' : `A code of ${service}`;
  const won = meanwhile.find(({ wonBy, hasCode, isOfService }) => wonBy !== null && hasCode && isOfService);
  if (won !== undefined)
    return [cause('went-to-other', `${what} came, but ${won.wonBy} began to wait earlier and got it.`)];
  if (service === null || !meanwhile.some(({ isOfService, hasCode }) => isOfService && !hasCode)) return [];
  return [cause('no-code-in-text', `A text of ${service} came in which no code was found: read it in the list.`)];
}

function lineCauses({ id, status, sources }: SeenLine): WaitCause[] {
  if (sources.length === 0) return [cause('no-source', `Line ${id} has no source, so nothing can come to it.`)];
  const failing = sources.flatMap((source) =>
    source.trouble === null
      ? []
      : [cause('source-failing', `Source ${source.id} of line ${id} does not work: ${sentence(source.trouble)}`)],
  );
  return [...failing, ...simCauses(id, status ?? unknownLineStatus)];
}

function simCauses(id: string, status: LineStatus): WaitCause[] {
  const { sim, registration, signalDbm } = status;
  if (sim === 'missing' || sim === 'failure')
    return [cause('sim-missing', `Line ${id} has no SIM that can be read, so nothing can come to it.`)];
  if (sim === 'pin' || sim === 'puk')
    return [cause('sim-locked', `The SIM of line ${id} is locked and wants its ${sim.toUpperCase()}.`)];
  const causes: WaitCause[] = [];
  if (registration === 'denied' || registration === 'none' || registration === 'searching')
    causes.push(cause('not-registered', `The SIM of line ${id} is on no network, so nothing can come to it.`));
  else if (signalDbm !== null && signalDbm <= weakSignalDbm)
    causes.push(cause('weak-signal', `The signal of line ${id} is weak (${signalDbm} dBm), so texts may come late.`));
  if (fullMemories(status).length > 0)
    causes.push(cause('store-full', `The device of line ${id} is full, and the network holds back what comes.`));
  return causes;
}

function trafficCauses({ meanwhile, lines, now }: WaitSight): WaitCause[] {
  const others = meanwhile.filter(({ isOfService, hasCode }) => !(isOfService && hasCode)).length;
  if (others > 0) {
    const texts = others === 1 ? 'Another text' : `${others} other texts`;
    return [
      cause(
        'others-arrived',
        `${texts} came meanwhile, so the line works: the site may have sent the code elsewhere, or the carrier keeps its sender away.`,
      ),
    ];
  }
  return lines.flatMap(({ id, status }) => {
    const last = status?.lastTextAt ?? null;
    if (last === null) return [cause('nothing-arrived', `No text ever came to line ${id}.`)];
    if (now - last < deadSilenceMs) return [];
    return [
      cause('nothing-arrived', `Nothing at all came to line ${id} since ${clockTime(last)} (${ago(now - last)}).`),
    ];
  });
}

function historyCauses({ service, heardAt, lines, now }: WaitSight): WaitCause[] {
  if (service === null) return [];
  const [only, second] = lines;
  const where = only === undefined || second !== undefined ? 'here' : `on line ${only.id}`;
  if (heardAt === null) return [cause('never-heard', `${service} was never heard ${where}.`)];
  if (now - heardAt < longSilenceMs) return [];
  const when = `${clockTime(heardAt)} (${ago(now - heardAt)})`;
  return [cause('long-silent', `${service} was last heard ${where} at ${when}.`)];
}

function cause(code: WaitCauseCode, text: string): WaitCause {
  return { code, text };
}

function sentence(words: string): string {
  return words.replace(/[.\s]*$/, '.');
}
