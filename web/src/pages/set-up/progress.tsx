import { Icon } from '../../parts/icon.tsx';
import { setUpWords } from '../../words/set-up.ts';
import type { StepProps } from './set-up-page.tsx';
import { type Step, steps, toPlace } from './steps.ts';

/** Which steps there are, and where one is. Each that can be gone to is a link. */
export function Progress({ wizard, place }: StepProps) {
  const said = setUpWords.value;
  const here = steps.indexOf(place.step);
  const { source } = place;
  const hasSource = (wizard.state.items.value?.sources.length ?? 0) > 0;
  /** What was passed without a source was skipped; the later steps ask for nothing. */
  const isPast = (step: Step) => steps.indexOf(step) < here && (hasSource || step === 'where' || step === 'route');
  const canGo = (step: Step) => {
    if (step === 'number') return false;
    return step !== 'text' || wizard.sourceOf(source) !== null;
  };
  return (
    <nav aria-label={said.progress}>
      <ol class="progress">
        {steps.map((step, index) => {
          const content = (
            <>
              <span class="progress-mark">{isPast(step) ? <Icon name="check" /> : index + 1}</span>
              <span class="progress-name">{said.steps[step]}</span>
            </>
          );
          return (
            <li key={step} class={isPast(step) ? 'past' : ''} aria-current={index === here ? 'step' : undefined}>
              {canGo(step) && index !== here ? (
                <a href={toPlace(step, { source })}>{content}</a>
              ) : (
                <span>{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
