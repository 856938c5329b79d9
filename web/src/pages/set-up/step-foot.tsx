import type { ComponentChildren } from 'preact';
import { setUpWords } from '../../words/set-up.ts';
import { type Place, stepAfter, toPlace } from './steps.ts';
import type { Wizard } from './wizard.ts';

/** The way on from a step. `done`: what it is for has been done, so that one goes on rather than skips it. */
export function StepFoot({
  wizard,
  place,
  done = false,
  label,
  children,
}: {
  wizard: Wizard;
  place: Place;
  done?: boolean;
  label?: string;
  children?: ComponentChildren;
}) {
  const said = setUpWords.value;
  const source = wizard.sourceOf(place.source)?.id ?? null;
  const next = stepAfter(place.step, source !== null && place.step !== 'source');
  return (
    <div class="row step-foot">
      <a class={`button ${done ? 'primary' : ''}`} href={toPlace(next, { source })}>
        {label ?? (done ? said.goOn : said.skip)}
      </a>
      {children}
    </div>
  );
}
