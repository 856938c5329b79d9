import { type General, readItems } from '../../api/configuration.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import '../../styles/account.css';
import { words } from '../../words/words.ts';
import { GeneralForm } from './general-form.tsx';

/** What belongs to no line, source, destination or route. */
export function GeneralPage() {
  return <OwnersOnly title={words.value.general.title}>{() => <GeneralSettings />}</OwnersOnly>;
}

function GeneralSettings() {
  const { general: said, items } = words.value;
  const { value, reload, task } = useLoaded(readItems);
  return (
    <>
      <SettingsTitle>{said.title}</SettingsTitle>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value !== null &&
        (value.general.provisioned ? (
          <section class="card">
            <p class="notice">{items.locked(value.file ?? '')}</p>
            <Facts general={value.general} />
          </section>
        ) : (
          <section class="card">
            <GeneralForm key={value.general.revision} general={value.general} onSaved={reload} />
          </section>
        ))}
    </>
  );
}

function Facts({
  general: { publicUrl, publicUrlInUse, defaultRegion, serveHosts, trustedProxies, allowHosts },
}: {
  general: General;
}) {
  const said = words.value.general;
  const facts: [string, string][] = [
    [said.publicUrl, publicUrlInUse ?? publicUrl ?? ''],
    [said.region, defaultRegion ?? ''],
    [said.serveHosts, serveHosts.join(', ')],
    [said.trustedProxies, trustedProxies.join(', ')],
    [said.allowHosts, allowHosts.join(', ')],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name}-value`}>{value === '' ? said.none : value}</dd>,
      ])}
    </dl>
  );
}
