import { type App, listApps } from '../../api/apps.ts';
import { type Items, readItems } from '../../api/configuration.ts';
import { type Costs, readCosts } from '../../api/costs.ts';
import type { PageProps } from '../../app.tsx';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import '../../styles/account.css';
import '../../styles/apps.css';
import '../../styles/forms.css';
import '../../styles/items.css';
import { appWords } from '../../words/apps.ts';
import { AppFacts } from './app-facts.tsx';
import { AppKeys } from './app-keys.tsx';
import { AppSettingsSection } from './app-settings.tsx';
import { AppWebhook } from './app-webhook.tsx';
import { Blocks } from './blocks.tsx';
import { NewestVerifications } from './newest-verifications.tsx';
import { RevokeApp } from './revoke-app.tsx';

/** One app: what it is, what it had verified, and what it may do. */
export function AppPage({ parameter }: PageProps) {
  return <OwnersOnly title={appWords.value.title}>{() => <Loaded accountSid={parameter} />}</OwnersOnly>;
}

function Loaded({ accountSid }: { accountSid: string }) {
  const said = appWords.value;
  const { value, reload, task } = useLoaded(async () => {
    const [apps, items, costs] = await Promise.all([listApps(), readItems(), readCosts()]);
    return { app: apps.find((one) => one.accountSid === accountSid) ?? null, items, costs };
  });
  return (
    <>
      <div class="stack tight">
        <nav class="small" aria-label={said.title}>
          <a href="/settings/apps">
            <span aria-hidden="true">← </span>
            {said.title}
          </a>
        </nav>
        <PageTitle>{value?.app?.name ?? said.title}</PageTitle>
      </div>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value !== null && value.app === null && <p class="notice bad">{said.missing}</p>}
      {value !== null && value.app !== null && <Parts {...value} app={value.app} reload={reload} />}
    </>
  );
}

interface PartsProps {
  app: App;
  items: Items;
  costs: Costs;
  reload: () => Promise<void>;
}

function Parts({ app, items, costs, reload }: PartsProps) {
  const isRevoked = app.revokedAt !== null;
  return (
    <>
      {isRevoked && <p class="notice bad">{appWords.value.revokedText}</p>}
      <AppFacts app={app} items={items} costs={costs} />
      <Blocks accountSid={app.accountSid} />
      <NewestVerifications app={app} hub={items.general.publicUrlInUse ?? location.origin} currency={costs.currency} />
      {!isRevoked && (
        <>
          <AppSettingsSection
            accountSid={app.accountSid}
            ownRegion={items.general.defaultRegion}
            currency={costs.currency}
          />
          <AppWebhook accountSid={app.accountSid} />
          <AppKeys accountSid={app.accountSid} />
          <RevokeApp app={app} onRevoked={reload} />
        </>
      )}
    </>
  );
}
