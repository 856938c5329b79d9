import { useRef, useState } from 'preact/hooks';
import { type AppSettings, saveAppSettings } from '../../api/apps.ts';
import { AskBeforeLeaving } from '../../parts/ask-before-leaving.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { appWords } from '../../words/apps.ts';
import { words } from '../../words/words.ts';
import { readDraft, toDraft, type Wrong, whatIsWrong } from './draft.ts';
import { Flag } from './flag.tsx';
import { LimitsField } from './limits-field.tsx';
import { ListField } from './list-field.tsx';
import { RegionsField } from './regions-field.tsx';
import { TestNumbersField } from './test-numbers-field.tsx';
import { TextField } from './text-field.tsx';

interface Props {
  accountSid: string;
  settings: AppSettings;
  ownRegion: string | null;
  currency: string;
  onSaved: () => Promise<void>;
}

export function AppSettingsForm({ accountSid, settings, ownRegion, currency, onSaved }: Props) {
  const { settings: said } = appWords.value;
  const [draft, setDraft] = useState(() => toDraft(settings));
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const change = (changed: Partial<typeof draft>) => setDraft({ ...draft, ...changed });
  const wrong = whatIsWrong(draft);
  const errorOf = (what: Wrong, words: string) => (asked && wrong.has(what) ? words : undefined);
  // Asked when one leaves, by what is shown then.
  const dirty = useRef(false);
  dirty.current = JSON.stringify(draft) !== JSON.stringify(toDraft(settings));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (wrong.size > 0) return task.fail(words.value.items.seeAbove);
    void task.run(async () => {
      await saveAppSettings(accountSid, readDraft(draft, settings));
      tell(said.saved);
      await onSaved();
    });
  };
  return (
    <form class="stack form-fields" onSubmit={submit}>
      <AskBeforeLeaving isDirty={() => dirty.current} />
      <RegionsField
        chosen={draft.regions}
        ownRegion={ownRegion}
        onChange={(regions) => change({ regions })}
        error={errorOf('regions', said.noRegion)}
      />
      <TextField
        label={said.dailyCost(currency)}
        hint={said.dailyCostHint}
        inputMode="decimal"
        optional
        typed={draft.dailyCost}
        onChange={(dailyCost) => change({ dailyCost })}
        error={errorOf('dailyCost', said.badAmount)}
      />
      <TextField
        label={said.lifetime}
        hint={said.lifetimeHint}
        inputMode="numeric"
        typed={draft.lifetimeMinutes}
        onChange={(lifetimeMinutes) => change({ lifetimeMinutes })}
        error={errorOf('lifetimeMinutes', said.badLifetime)}
      />
      <TextField
        label={said.domain}
        hint={said.domainHint}
        optional
        typed={draft.domain}
        onChange={(domain) => change({ domain })}
        error={errorOf('domain', said.badDomain)}
      />
      <Flag
        label={said.fallBack}
        hint={said.fallBackHint}
        checked={draft.fallBackFromTotp}
        onChange={(fallBackFromTotp) => change({ fallBackFromTotp })}
      />
      <Flag
        label={said.console}
        hint={said.consoleHint}
        checked={draft.console}
        onChange={(console) => change({ console })}
      />
      <TestNumbersField numbers={draft.testNumbers} onChange={(testNumbers) => change({ testNumbers })} />
      <LimitsField typed={draft.limits} onChange={(limits) => change({ limits })} />
      <ListField
        label={said.safe}
        hint={said.safeHint}
        error={errorOf('safe', said.badSafe)}
        lines={draft.safe}
        onChange={(safe) => change({ safe })}
      />
      <ListField
        label={said.returnUrls}
        hint={said.returnUrlsHint}
        error={errorOf('returnUrls', said.badReturnUrl)}
        lines={draft.returnUrls}
        onChange={(returnUrls) => change({ returnUrls })}
      />
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      <div class="row">
        <button type="submit" class="primary" disabled={task.running}>
          {words.value.common.save}
        </button>
      </div>
    </form>
  );
}
