import type { Account } from '../../api/account.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { AppForm } from '../../parts/sign-in/app-form.tsx';
import { words } from '../../words/words.ts';

/** The password is set; an owner needs the app too, the others may do without. */
export function AppStep({
  person,
  onConfirmed,
  onSkip,
}: {
  person: Account;
  onConfirmed: (recoveryCodes: readonly string[]) => Promise<void>;
  onSkip: () => void;
}) {
  const { setupLink } = words.value;
  return (
    <div class="stack">
      <PageTitle key="app">{setupLink.appTitle}</PageTitle>
      <p class="muted">{setupLink.appText}</p>
      <AppForm onConfirmed={onConfirmed} />
      {person.role !== 'owner' && (
        <button type="button" class="quiet" onClick={onSkip}>
          {setupLink.skipApp}
        </button>
      )}
    </div>
  );
}
