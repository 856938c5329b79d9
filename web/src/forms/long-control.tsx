import { useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import type { ControlProps } from './control.tsx';

/** A text of several lines, as of a certificate. */
export function LongControl({ ids, held, onChange }: ControlProps) {
  return (
    <textarea
      {...ids}
      class="mono small"
      rows={4}
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      value={typeof held === 'string' ? held : ''}
      onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}

/** Names with values, as `name = value` on each line. What is being typed stays as it is. */
export function PairsControl({ ids, held, onChange }: ControlProps) {
  const [text, setText] = useState(
    Object.entries((held ?? {}) as Record<string, string>)
      .map(([name, value]) => `${name} = ${value}`)
      .join('\n'),
  );
  const take = (typed: string) => {
    setText(typed);
    const pairs = typed
      .split('\n')
      .map((line) => line.split('='))
      .filter(([name = '', ...rest]) => name.trim() !== '' && rest.length > 0)
      .map(([name = '', ...rest]) => [name.trim(), rest.join('=').trim()]);
    onChange(pairs.length === 0 ? undefined : Object.fromEntries(pairs));
  };
  return (
    <textarea
      {...ids}
      rows={Math.max(2, text.split('\n').length)}
      placeholder={words.value.forms.pairPerLine}
      value={text}
      onInput={(event) => take(event.currentTarget.value)}
    />
  );
}
