import type { ComponentChildren } from 'preact';
import { account } from '../api/account.ts';
import { words } from '../words/words.ts';
import { SettingsTitle } from './settings-title.tsx';

/** A page that the hub answers owners only; to others it says so. */
export function OwnersOnly({ title, children }: { title: string; children: () => ComponentChildren }) {
  if (account.value?.role === 'owner') return <>{children()}</>;
  return (
    <>
      <SettingsTitle>{title}</SettingsTitle>
      <p>{words.value.settings.ownersOnly}</p>
    </>
  );
}
