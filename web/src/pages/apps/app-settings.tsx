import { type AppSettings, readAppSettings } from '../../api/apps.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { appWords } from '../../words/apps.ts';
import { AppSettingsForm } from './app-settings-form.tsx';

/** What an app may do, to be changed. */
export function AppSettingsSection({
  accountSid,
  ...rest
}: {
  accountSid: string;
  ownRegion: string | null;
  currency: string;
}) {
  const { value, reload, task } = useLoaded<AppSettings>(() => readAppSettings(accountSid));
  return (
    <section class="card roomy" aria-labelledby="app-settings">
      <h2 id="app-settings">{appWords.value.settings.title}</h2>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value !== null && (
        <AppSettingsForm
          key={JSON.stringify(value)}
          accountSid={accountSid}
          settings={value}
          {...rest}
          onSaved={reload}
        />
      )}
    </section>
  );
}
