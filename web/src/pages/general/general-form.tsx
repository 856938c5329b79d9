import { useState } from 'preact/hooks';
import { type General, saveGeneral } from '../../api/configuration.ts';
import { Refusal } from '../../api/request.ts';
import { LinesControl } from '../../forms/lines-control.tsx';
import { Field } from '../../parts/field.tsx';
import { explainError, tell } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';
import { type Problems, problemsBySetting } from './problems.ts';

type Wish = Pick<General, 'publicUrl' | 'defaultRegion' | 'serveHosts' | 'trustedProxies' | 'allowHosts'>;

export function GeneralForm({ general, onSaved }: { general: General; onSaved: () => Promise<void> }) {
  const said = words.value.general;
  const { publicUrl, defaultRegion, serveHosts, trustedProxies, allowHosts, publicUrlInUse } = general;
  const [wish, setWish] = useState<Wish>({ publicUrl, defaultRegion, serveHosts, trustedProxies, allowHosts });
  const [running, setRunning] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const change = (changed: Partial<Wish>) => setWish({ ...wish, ...changed });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setRunning(true);
    setProblems({});
    try {
      await saveGeneral(wish, general.revision);
      await onSaved();
      tell(said.saved);
    } catch (error) {
      const found = error instanceof Refusal ? problemsBySetting(error.problems) : {};
      setProblems(Object.keys(found).length > 0 ? found : { all: explainError(error) });
    } finally {
      setRunning(false);
    }
  };
  const inUse = publicUrlInUse !== null && publicUrlInUse !== publicUrl ? ` ${said.inUse(publicUrlInUse)}` : '';
  return (
    <form class="stack" onSubmit={submit}>
      <Field
        label={said.publicUrl}
        hint={`${said.publicUrlHint}${inUse}`}
        error={problems.publicUrl && said.publicUrlBad}
        optional
      >
        {(ids) => (
          <input
            {...ids}
            inputMode="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={wish.publicUrl ?? ''}
            onInput={(event) => change({ publicUrl: orNull(event.currentTarget.value) })}
          />
        )}
      </Field>
      <Field label={said.region} hint={said.regionHint} error={problems.defaultRegion && said.regionBad} optional>
        {(ids) => (
          <input
            {...ids}
            autocomplete="off"
            maxLength={2}
            value={wish.defaultRegion ?? ''}
            onInput={(event) => change({ defaultRegion: orNull(event.currentTarget.value.toUpperCase()) })}
          />
        )}
      </Field>
      <Field label={said.serveHosts} hint={said.serveHostsHint} error={problems.serveHosts} optional>
        {(ids) => (
          <LinesControl
            ids={ids}
            held={wish.serveHosts}
            suggested={null}
            label={said.serveHosts}
            onChange={(lines) => change({ serveHosts: (lines as string[] | undefined) ?? [] })}
          />
        )}
      </Field>
      <Field label={said.trustedProxies} hint={said.trustedProxiesHint} error={problems.trustedProxies} optional>
        {(ids) => (
          <LinesControl
            ids={ids}
            held={wish.trustedProxies}
            suggested={null}
            label={said.trustedProxies}
            onChange={(lines) => change({ trustedProxies: (lines as string[] | undefined) ?? [] })}
          />
        )}
      </Field>
      <Field label={said.allowHosts} hint={said.allowHostsHint} error={problems.allowHosts} optional>
        {(ids) => (
          <LinesControl
            ids={ids}
            held={wish.allowHosts}
            suggested={null}
            label={said.allowHosts}
            onChange={(lines) => change({ allowHosts: (lines as string[] | undefined) ?? [] })}
          />
        )}
      </Field>
      {problems.all !== undefined && (
        <p class="notice bad" role="alert">
          {problems.all}
        </p>
      )}
      <div class="row">
        <button type="submit" class="primary" disabled={running}>
          {words.value.common.save}
        </button>
      </div>
    </form>
  );
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
