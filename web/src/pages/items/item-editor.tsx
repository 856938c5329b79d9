import { useMemo } from 'preact/hooks';
import type { Item, Part } from '../../api/configuration.ts';
import { SettingsForm } from '../../forms/settings-form.tsx';
import { Field } from '../../parts/field.tsx';
import { tell } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';
import { Draft } from './draft.ts';
import { choosableOf, type ItemsState } from './items.ts';
import { describeKind, titleOfKind } from './kind-words.ts';
import { Rehearse } from './rehearse.tsx';

/** What makes an item what it is, though it may be left out. */
const firstSettings: Record<Part, readonly string[]> = {
  lines: ['number', 'owner'],
  sources: ['line'],
  destinations: ['owner', 'show'],
  routes: ['name', 'when', 'to', 'stop'],
};

/** A form for one item, drawn from its schema. */
export function ItemEditor({
  part,
  item,
  kind,
  state,
  onSaved,
  onCancel,
}: {
  part: Part;
  item: Item | null;
  kind: string;
  state: ItemsState;
  onSaved: (item: Item) => void;
  onCancel: () => void;
}) {
  const { adapters, items } = state;
  const draft = useMemo(
    () =>
      adapters.value === null || items.value === null
        ? null
        : new Draft(part, { item, kind, adapters: adapters.value, items: items.value }),
    [],
  );
  if (draft === null || adapters.value === null || items.value === null) return null;
  const described =
    part === 'sources' || part === 'destinations' ? adapters.value[part].find((one) => one.kind === kind) : undefined;
  const said = words.value.items;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const saved = await draft.save();
    if (saved === null) return focusFirstProblem(event.currentTarget as HTMLFormElement | null);
    tell([said.saved, ...saved.warnings].join(' '));
    onSaved(saved.item);
  };
  const form = {
    value: draft.value.value,
    problems: draft.problems.value,
    choosable: choosableOf(items.value),
    onChange: (path: string, value: unknown) => draft.change(path, value),
  };
  return (
    <>
      <PageTitle>{item === null ? said.addTitles[part] : said.editTitle(item.name ?? item.id)}</PageTitle>
      {described !== undefined && (
        <p class="muted">
          {titleOfKind(described)}: {describeKind(described)}{' '}
          <a href={described.homepage} target="_blank" rel="noreferrer">
            {said.about}
          </a>
        </p>
      )}
      <form class="card" onSubmit={save} noValidate>
        {draft.isNew && part !== 'routes' && <IdField draft={draft} />}
        <SettingsForm settings={draft.own} of={kind} {...form} />
        <SettingsForm settings={draft.common} of={part} first={firstSettings[part]} {...form} />
        {part === 'routes' && <Rehearse draft={draft} routes={items.value.routes} item={item} />}
        {draft.error.value !== null && (
          <p class="notice bad" role="alert">
            {draft.error.value}
          </p>
        )}
        <div class="row">
          <button type="submit" class="primary" disabled={draft.busy.value}>
            {words.value.common.save}
          </button>
          <button type="button" onClick={onCancel}>
            {words.value.common.cancel}
          </button>
        </div>
      </form>
    </>
  );
}

function IdField({ draft }: { draft: Draft }) {
  return (
    <Field label={words.value.items.id} hint={words.value.items.idHint} error={draft.problems.value.id}>
      {(ids) => (
        <input
          {...ids}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={63}
          value={draft.id.value}
          onInput={(event) => {
            draft.id.value = event.currentTarget.value;
          }}
        />
      )}
    </Field>
  );
}

function focusFirstProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const first = form?.querySelector<HTMLElement>('[aria-invalid="true"], .error:not(:empty)');
    first?.closest('details')?.setAttribute('open', '');
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  });
}
