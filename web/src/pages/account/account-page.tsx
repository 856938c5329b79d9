import { useState } from 'preact/hooks';
import { account, signOut } from '../../api/account.ts';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import { SignInAgain } from '../../parts/sign-in/sign-in-again.tsx';
import { useTask } from '../../parts/task.ts';
import { navigate } from '../../routing/path.ts';
import '../../styles/account.css';
import { words } from '../../words/words.ts';
import { AppSection } from './app-section.tsx';
import { BrowsersSection } from './browsers-section.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { Profile } from './profile.tsx';
import { RecoverySection } from './recovery-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** Who one is, how one signs in, and where one is signed in. */
export function AccountPage() {
  const { settings, account: said } = words.value;
  const person = account.value;
  const task = useTask();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (person === null) return null;
  const leave = () =>
    task.run(async () => {
      await signOut();
      navigate('/sign-in');
    });
  return (
    <>
      <SettingsTitle>{settings.account}</SettingsTitle>
      <Profile person={person} />
      <h2>{said.howTitle}</h2>
      <PasskeysSection person={person} />
      <PasswordSection person={person} />
      <AppSection person={person} onCodes={setCodes} />
      {person.authenticatorApp && <RecoverySection person={person} codes={codes} onCodes={setCodes} />}
      <SessionsSection />
      <BrowsersSection />
      <div class="stack tight">
        <p>
          <button type="button" class="danger" disabled={task.running} onClick={leave}>
            {said.signOutHere}
          </button>
        </p>
        <p role="alert">{task.error}</p>
      </div>
      <SignInAgain />
    </>
  );
}
