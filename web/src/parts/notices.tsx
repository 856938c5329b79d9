import { signal } from '@preact/signals';
import { Refusal } from '../api/request.ts';
import { words } from '../words/words.ts';

interface Said {
  id: number;
  text: string;
  tone: 'good' | 'bad';
}

const shownForMs = { good: 4_000, bad: 9_000 };
const said = signal<readonly Said[]>([]);
let count = 0;

/** Says something in passing, also to a screen reader. */
export function tell(text: string, tone: Said['tone'] = 'good'): void {
  const id = ++count;
  said.value = [...said.value, { id, text, tone }].slice(-3);
  setTimeout(() => dismiss(id), shownForMs[tone]);
}

/** What went wrong, in one line for people. */
export function explainError(error: unknown): string {
  if (!(error instanceof Refusal)) return error instanceof Error ? error.message : String(error);
  return error.code === 'unreachable' ? words.value.common.unreachable : error.message;
}

/** Says in passing what went wrong. */
export function tellError(error: unknown): void {
  tell(explainError(error), 'bad');
}

function dismiss(id: number): void {
  said.value = said.value.filter((one) => one.id !== id);
}

export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {said.value.map(({ id, text, tone }) => (
        <p key={id} class={`notice ${tone}`}>
          {text}
          <button type="button" class="quiet" aria-label={words.value.common.close} onClick={() => dismiss(id)}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}
