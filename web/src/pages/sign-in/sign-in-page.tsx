import { useEffect } from 'preact/hooks';
import { account, loadAccount } from '../../api/account.ts';
import { Entry } from '../../parts/entry.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { SignInForm } from '../../parts/sign-in/sign-in-form.tsx';
import { navigate, ownPath } from '../../routing/path.ts';
import { words } from '../../words/words.ts';

/** The way in; `next` says where to go then. */
export function SignInPage() {
  const { signIn } = words.value;
  const goOn = () => navigate(ownPath(new URLSearchParams(location.search).get('next')), { replace: true });
  useEffect(() => {
    if (account.value !== null && !account.value.setup) goOn();
  }, []);
  return (
    <Entry>
      <PageTitle>{signIn.title}</PageTitle>
      <SignInForm
        onSignedIn={async () => {
          await loadAccount();
          goOn();
        }}
      />
      <details class="aside">
        <summary>{signIn.help}</summary>
        <ul>
          <li>{signIn.helpOwner}</li>
          <li>
            {signIn.helpTerminal} <code>npm run -s keypigeon -- person reset ann</code>
          </li>
          <li>{signIn.helpFirst}</li>
        </ul>
      </details>
    </Entry>
  );
}
