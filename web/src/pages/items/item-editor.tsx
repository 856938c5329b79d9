import { useMemo, useState } from 'preact/hooks';
import { account } from '../../api/account.ts';
import { hasKinds, type Item, type Part } from '../../api/configuration.ts';
import { SettingsForm } from '../../forms/settings-form.tsx';
import type { Value } from '../../forms/value.ts';
import { AskBeforeLeaving } from '../../parts/ask-before-leaving.tsx';
import { tell } from '../../parts/notices.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import { words } from '../../words/words.ts';
import { Draft } from './draft.ts';
import { focusFirstProblem } from './focus-first-problem.ts';
import { takesCalls } from './hook-address.ts';
import { HookSaved } from './hook-saved.tsx';
import { IdField } from './id-field.tsx';
import { choosableOf, type ItemsState } from './items.ts';
import { describeKind, titleOfKind } from './kind-words.ts';
import { Rehearse } from './rehearse.tsx';
import { firstOfKind, firstSettings, shownSettings } from './shown-settings.ts';
import { Theirs } from './theirs.tsx';

interface Props {
  part: Part;
  item: Item | null;
  kind: string;
  state: ItemsState;
  onSaved: () => void;
  onCancel: () => void;
}

/** A form for one item, drawn from its schema. */
export function ItemEditor(props: Props) {
  const { part, item, kind, state, onSaved } = props;
  const { adapters, items } = state;
  const [hook, setHook] = useState<{ id: string; value: Value } | null>(null);
  const draft = useMemo(
    () =>
      adapters.value === null || items.value === null
        ? null
        : new Draft(part, { item, kind, adapters: adapters.value, items: items.value }),
    [],
  );
  if (draft === null || adapters.value === null || items.value === null) return null;
  const kinds = hasKinds(part) ? adapters.value[part] : [];
  const described = kinds.find((one) => one.kind === kind);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const saved = await draft.save();
    if (saved === null) return focusFirstProblem(form);
    tell([words.value.items.saved, ...saved.warnings].join(' '));
    if (takesCalls(described)) setHook({ id: saved.item.id, value: draft.value.value });
    else onSaved();
  };
  const base = items.value.general.publicUrlInUse ?? location.origin;
  if (hook !== null) return <HookSaved {...hook} base={base} onDone={onSaved} />;
  return (
    <>
      <div class="stack tight">
        <SettingsTitle>{titleOf(props)}</SettingsTitle>
        {described !== undefined && (
          <p class="muted">
            {titleOfKind(part, described)}: {describeKind(part, described)}{' '}
            <a href={described.homepage} target="_blank" rel="noreferrer">
              {words.value.items.about}
            </a>
          </p>
        )}
      </div>
      <EditorForm {...props} draft={draft} onSubmit={save} />
      <AskBeforeLeaving isDirty={() => draft.isDirty} />
    </>
  );
}

function titleOf({ part, item }: Props): string {
  const said = words.value.items;
  return item === null ? said.addTitles[part] : said.editTitle(item.name ?? item.id);
}

function EditorForm({
  part,
  item,
  state,
  onCancel,
  draft,
  onSubmit,
}: Props & { draft: Draft; onSubmit: (event: SubmitEvent) => void }) {
  const items = state.items.value;
  if (items === null) return null;
  const { common } = words.value;
  const seen = { people: items.people, role: account.value?.role ?? 'guest', value: draft.value.value };
  const form = {
    value: draft.value.value,
    problems: draft.problems.value,
    choosable: choosableOf(items),
    onChange: (path: string, value: unknown) => draft.change(path, value),
  };
  const first = [...firstSettings[part], ...(item === null ? [] : ['enabled'])];
  return (
    <form class="card roomy" onSubmit={onSubmit} noValidate>
      <Theirs draft={draft} />
      {draft.isNew && part !== 'routes' && <IdField draft={draft} />}
      <SettingsForm
        settings={shownSettings(draft.own, seen)}
        of={draft.of}
        first={firstOfKind[draft.of] ?? []}
        more={words.value.items.moreOfKind}
        {...form}
      />
      <SettingsForm settings={shownSettings(draft.common, seen)} of={part} first={first} {...form} />
      {part === 'routes' && <Rehearse draft={draft} routes={items.routes} item={item} />}
      {draft.error.value !== null && (
        <p class="notice bad" role="alert">
          {draft.error.value}
        </p>
      )}
      <div class="row">
        <button type="submit" class="primary" disabled={draft.busy.value}>
          {common.save}
        </button>
        <button type="button" onClick={onCancel}>
          {common.cancel}
        </button>
      </div>
    </form>
  );
}
