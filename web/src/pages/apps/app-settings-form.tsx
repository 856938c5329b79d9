import { useRef, useState } from 'preact/hooks';
import { type AppSettings, saveAppSettings } from '../../api/apps.ts';
import { AskBeforeLeaving } from '../../parts/ask-before-leaving.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';
import { Flag } from './flag.tsx';
import { readLimits, typeLimits } from './limits.ts';
import { LimitsField } from './limits-field.tsx';
import { RegionsField } from './regions-field.tsx';
import { TestNumbersField } from './test-numbers-field.tsx';

interface Props {
  accountSid: string;
  settings: AppSettings;
  ownRegion: string | null;
  onSaved: () => Promise<void>;
}

export function AppSettingsForm({ accountSid, settings, ownRegion, onSaved }: Props) {
  const { settings: said } = words.value.apps;
  const [wish, setWish] = useState(settings);
  const [limits, setLimits] = useState(() => typeLimits(settings.limits));
  const [noRegion, setNoRegion] = useState(false);
  const task = useTask();
  const change = (changed: Partial<AppSettings>) => setWish({ ...wish, ...changed });
  const wanted = (): AppSettings => ({ ...wish, limits: readLimits(limits) });
  // Asked when one leaves, by what is shown then.
  const dirty = useRef(false);
  dirty.current = JSON.stringify(wanted()) !== JSON.stringify(settings);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setNoRegion(wish.regions?.length === 0);
    if (wish.regions?.length === 0) return task.fail(words.value.items.seeAbove);
    void task.run(async () => {
      await saveAppSettings(accountSid, wanted());
      tell(said.saved);
      await onSaved();
    });
  };
  return (
    <form class="stack form-fields" onSubmit={submit}>
      <AskBeforeLeaving isDirty={() => dirty.current} />
      <RegionsField
        chosen={wish.regions}
        ownRegion={ownRegion}
        onChange={(regions) => change({ regions })}
        error={noRegion && wish.regions?.length === 0 ? said.noRegion : undefined}
      />
      <Flag
        label={said.console}
        hint={said.consoleHint}
        checked={wish.console}
        onChange={(console) => change({ console })}
      />
      <TestNumbersField numbers={wish.testNumbers} onChange={(testNumbers) => change({ testNumbers })} />
      <LimitsField typed={limits} onChange={setLimits} />
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
