import { useRef } from 'preact/hooks';
import { words } from '../words/words.ts';
import type { ControlProps } from './control.tsx';

/** What a template may hold, with what stands there in the example. */
const parts = {
  code: '482913',
  service: 'Example',
  sender: '+15550100099',
  line: 'family',
  route: 'Streaming',
  text: 'Your Example code is 482913.',
} as const;
type PartName = keyof typeof parts;
const names = Object.keys(parts) as PartName[];

/** One's own words for messages; buttons put in what changes from one to the next. */
export function TemplateControl({ ids, held, onChange }: ControlProps) {
  const { forms } = words.value;
  const field = useRef<HTMLTextAreaElement>(null);
  const text = typeof held === 'string' ? held : '';
  const insert = (name: PartName) => {
    const { selectionStart: from = text.length, selectionEnd: until = text.length } = field.current ?? {};
    const put = `{${name}}`;
    onChange(text.slice(0, from) + put + text.slice(until));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(from + put.length, from + put.length);
    });
  };
  return (
    <div class="lines">
      <textarea
        {...ids}
        ref={field}
        rows={2}
        value={text}
        onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      />
      <div class="chips">
        {names.map((name) => (
          <button key={name} type="button" class="chip" title={`{${name}}`} onClick={() => insert(name)}>
            + {forms.templateParts[name]}
          </button>
        ))}
      </div>
      {text !== '' && (
        <p class="small preview" role="status">
          <span class="muted">{forms.preview} </span>
          {text.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name as PartName] ?? whole)}
        </p>
      )}
    </div>
  );
}
