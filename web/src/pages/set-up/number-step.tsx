import { useMemo } from 'preact/hooks';
import { SettingsForm } from '../../forms/settings-form.tsx';
import { Field } from '../../parts/field.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { navigate } from '../../routing/path.ts';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import { choosableOf } from '../items/items.ts';
import { describeKind, titleOfKind } from '../items/kind-words.ts';
import { LineFields } from './line-fields.tsx';
import { NewSource } from './new-source.ts';
import { androidApps, findApp, iphone, type PhoneApp } from './phones.ts';
import type { StepProps } from './set-up-page.tsx';
import { toPlace } from './steps.ts';

/** The number that texts come to, and what its source needs to be told. */
export function NumberStep(props: StepProps) {
  const { adapters } = props.wizard.state;
  const kind = adapters.value?.sources.find((one) => one.kind === props.place.kind);
  const said = setUpWords.value;
  if (kind !== undefined) return <NumberForm key={props.place.app} {...props} />;
  return (
    <>
      <PageTitle>{said.numberTitle}</PageTitle>
      <p>{said.chooseFirst}</p>
      <p>
        <a class="button primary" href={toPlace('source')}>
          {said.toSource}
        </a>
      </p>
    </>
  );
}

function NumberForm({ wizard, place }: StepProps) {
  const said = setUpWords.value;
  const { adapters, items } = wizard.state;
  const made = useMemo(() => {
    const [known, there] = [adapters.value, items.value];
    if (known === null || there === null || place.kind === null) return null;
    const { kind, found } = place;
    return new NewSource(
      { kind, found, app: kind === 'webhook' ? findApp(place.app) : null },
      { adapters: known, items: there },
    );
  }, []);
  const kind = adapters.value?.sources.find((one) => one.kind === place.kind);
  if (made === null || kind === undefined || items.value === null) return null;
  const { source, app } = made;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const saved = await made.save();
    if (saved === null) return focusFirstProblem(form);
    wizard.secrets.set(saved.id, saved.secrets);
    await wizard.state.load();
    // Back leads to the sources, not to a form that would make another one.
    navigate(toPlace('text', { source: saved.id }), { replace: true });
  };
  const error = source.error.value ?? made.line.error.value;
  return (
    <>
      <div class="stack tight">
        <PageTitle>{said.numberTitle}</PageTitle>
        <p class="muted">
          {app === null
            ? `${titleOfKind('sources', kind)}: ${describeKind('sources', kind)}`
            : app === iphone
              ? said.iphoneText
              : said.androidText}
        </p>
      </div>
      <form class="card roomy" onSubmit={save} noValidate>
        {app !== null && app !== iphone && <AppChoice app={app} />}
        <LineFields made={made} items={items.value} />
        {app === null && (
          <SettingsForm
            settings={source.own}
            of={source.of}
            first={['url', 'path']}
            value={source.value.value}
            problems={source.problems.value}
            choosable={choosableOf(items.value)}
            onChange={(path, value) => source.change(path, value)}
          />
        )}
        {error !== null && (
          <p class="notice bad" role="alert">
            {error}
          </p>
        )}
        <div class="row">
          <button type="submit" class="primary" disabled={made.busy.value}>
            {said.saveAndGo}
          </button>
          <a class="button" href={toPlace('source')}>
            {words.value.common.back}
          </a>
        </div>
      </form>
    </>
  );
}

function AppChoice({ app }: { app: PhoneApp }) {
  const said = setUpWords.value;
  const choose = (id: string) => navigate(toPlace('number', { kind: 'webhook', app: id }), { replace: true });
  const hint =
    app.homepage === null ? undefined : (
      <>
        {said.appHints[app.id]}{' '}
        <a href={app.homepage} target="_blank" rel="noreferrer">
          {said.getApp}
        </a>
      </>
    );
  return (
    <Field label={said.whichApp} hint={hint}>
      {(ids) => (
        <select {...ids} value={app.id} onChange={(event) => choose(event.currentTarget.value)}>
          {androidApps.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function focusFirstProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const first = form.querySelector<HTMLElement>('[aria-invalid="true"]');
    first?.closest('details')?.setAttribute('open', '');
    first?.focus();
  });
}
