import type { Attempt, TrailedVerification } from '../../api/apps.ts';
import { Time } from '../../parts/time.tsx';
import { appWords } from '../../words/apps.ts';
import { formatMoney } from './format-money.ts';
import { readFallBack, type Step, timelineOf } from './timeline.ts';

const badStates = ['undelivered', 'failed'];
const goodStates = ['delivered', 'test'];

/** What befell a verification, step by step. */
export function Timeline({ verification, currency }: { verification: TrailedVerification; currency: string }) {
  const said = appWords.value.newest;
  return (
    <ol class="timeline" aria-label={said.why}>
      {timelineOf(verification).map((step, index) => (
        <li key={index} class={toneOf(step)}>
          <Time at={step.at} exact />
          {step.kind === 'ask' ? (
            <Ask step={step} currency={currency} />
          ) : (
            <span>{sayEvent(step.event, step.detail)}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

function Ask({ step: { attempt, again }, currency }: { step: Step & { kind: 'ask' }; currency: string }) {
  const { trail: said } = appWords.value;
  const channel = nameChannel(attempt.channel);
  return (
    <span>
      {again ? said.askedAgain(channel) : said.asked(channel)}
      <span class="timeline-outcome">{sayOutcome(attempt, currency)}</span>
      {attempt.reason !== null && <span class="timeline-outcome muted">{attempt.reason}</span>}
    </span>
  );
}

function sayOutcome(attempt: Attempt, currency: string): string {
  const { trail: said } = appWords.value;
  const { state, errorCode, cost } = attempt;
  const way = sayWay(attempt);
  return [
    said.states[state] ?? state,
    way === null ? '' : said.by(way),
    errorCode === null ? '' : said.error(errorCode),
    cost === null ? '' : formatMoney(Number(cost), currency),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What took it; null: nothing so far. */
function sayWay({ by, provider, line }: Attempt): string | null {
  const { trail: said } = appWords.value;
  if (by === 'line') return said.line(line ?? provider ?? '');
  return by === 'console' ? said.console : by;
}

function sayEvent(event: string, detail: string | null): string {
  const { trail: said } = appWords.value;
  // Of tries that are not there any more.
  if (event === 'created') return said.asked(nameChannel(detail ?? ''));
  if (event === 'resent') return said.askedAgain(nameChannel(detail ?? ''));
  if (event === 'refused') return said.refused(said.refusals[detail ?? ''] ?? detail ?? '');
  const fallBack = event === 'fall-back' ? readFallBack(detail) : null;
  const told = fallBack && said.fallBack[fallBack.why]?.(nameChannel(fallBack.before), nameChannel(fallBack.next));
  if (told) return told;
  const say = Object.hasOwn(said.events, event) ? said.events[event] : undefined;
  return say?.(detail) ?? said.other(event, detail);
}

function nameChannel(channel: string): string {
  return appWords.value.channels[channel] ?? channel;
}

function toneOf(step: Step): string {
  const word = step.kind === 'ask' ? step.attempt.state : step.event;
  if (word === 'approved' || goodStates.includes(word)) return 'good';
  return word === 'wrong-code' || badStates.includes(word) ? 'bad' : '';
}
