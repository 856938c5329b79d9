import { CopyButton } from '../../parts/copy-button.tsx';
import { words } from '../../words/words.ts';

/** Something to be copied, under its name. */
export function Given({ name, value, primary = false }: { name: string; value: string; primary?: boolean }) {
  return (
    <div class="app-given">
      <span class="app-given-name">{name}</span>
      <code>{value}</code>
      <CopyButton class={primary ? 'primary' : ''} text={value} label={words.value.apps.made.copy(name)} />
    </div>
  );
}
