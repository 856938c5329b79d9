import { useState } from 'preact/hooks';
import { type LineTest, type LineTestSetting, runLineTest } from '../../api/canaries.ts';
import type { Items } from '../../api/configuration.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { lineTestWords } from '../../words/line-tests.ts';
import { words } from '../../words/words.ts';
import { saveChange } from './save-change.ts';

interface Props {
  test: LineTest;
  items: Items;
  onEdit: (setting: LineTestSetting) => void;
  onChanged: () => Promise<void>;
}

/** What an owner can do with a line test. */
export function TestActions({ test, items, onEdit, onChanged }: Props) {
  const said = lineTestWords.value;
  const { common, forms } = words.value;
  const task = useTask();
  const [asks, setAsks] = useState(false);
  const found = items.general.canaries.find(({ id }) => id === test.id);
  const setting = found === undefined || found.provisioned ? null : withoutMark(found);
  const run = () =>
    task.run(async () => {
      const { run: id, canary } = await runLineTest(test.id);
      const hasFailed = canary.runs.some((one) => one.id === id && one.state === 'failed');
      tell(hasFailed ? said.notLeft : said.left, hasFailed ? 'bad' : 'good');
      await onChanged();
    });
  const save = async (before: LineTestSetting, next: LineTestSetting | null, done: string) => {
    const [problem] = Object.values(await saveChange({ before, next }));
    await onChanged();
    if (problem !== undefined) throw new Error(problem);
    tell(done);
  };
  const turn = (before: LineTestSetting) =>
    task.run(() =>
      save(before, { ...before, enabled: !before.enabled }, before.enabled ? said.turnedOff : said.turnedOn),
    );
  return (
    <>
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      {found?.provisioned === true && (
        <p class="locked muted small">
          <Icon name="lock" /> <span>{words.value.items.locked(items.file ?? '')}</span>
        </p>
      )}
      <div class="row item-actions">
        <button type="button" aria-label={said.runOf(test.id)} disabled={task.running} onClick={run}>
          {said.run}
        </button>
        {setting !== null && (
          <>
            <button type="button" aria-label={forms.of(common.edit, test.id)} onClick={() => onEdit(setting)}>
              {common.edit}
            </button>
            <button
              type="button"
              aria-label={forms.of(setting.enabled ? said.turnOff : said.turnOn, test.id)}
              disabled={task.running}
              onClick={() => turn(setting)}
            >
              {setting.enabled ? said.turnOff : said.turnOn}
            </button>
            <button
              type="button"
              class="quiet"
              aria-label={forms.of(common.remove, test.id)}
              onClick={() => setAsks(true)}
            >
              {common.remove}
            </button>
          </>
        )}
      </div>
      {asks && setting !== null && (
        <ConfirmDialog
          title={words.value.items.removeTitle(test.id)}
          action={common.remove}
          onConfirm={() => save(setting, null, said.removed)}
          onClose={() => setAsks(false)}
        >
          <p>{said.removeText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function withoutMark({ provisioned: _, ...setting }: Items['general']['canaries'][number]): LineTestSetting {
  return setting;
}
