import { CopyButton } from '../../parts/copy-button.tsx';
import { appWords } from '../../words/apps.ts';

/** Something to be copied, under its name. */
export function Given({ name, value, primary = false }: { name: string; value: string; primary?: boolean }) {
  return (
    <div class="app-given">
      <span class="app-given-name">{name}</span>
      <code>{value}</code>
      <CopyButton class={primary ? 'primary' : ''} text={value} label={appWords.value.made.copy(name)} />
    </div>
  );
}
