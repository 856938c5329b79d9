import { LinesControl } from '../../forms/lines-control.tsx';
import { Field } from '../../parts/field.tsx';

/** A list of texts, added one by one. */
export function ListField({
  label,
  hint,
  error,
  lines,
  onChange,
}: {
  label: string;
  hint: string;
  error: string | undefined;
  lines: readonly string[];
  onChange: (lines: string[]) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error} optional>
      {(ids) => (
        <LinesControl
          ids={ids}
          held={lines}
          suggested={null}
          label={label}
          onChange={(held) => onChange((held as string[] | undefined) ?? [])}
        />
      )}
    </Field>
  );
}
