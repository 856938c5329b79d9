import { useEffect, useState } from 'preact/hooks';
import { account, loadAccount } from '../../api/account.ts';
import { Entry } from '../../parts/entry.tsx';
import { navigate } from '../../routing/path.ts';
import { LinkStep } from './link-step.tsx';
import { NoLink } from './no-link.tsx';
import { Steps } from './steps.tsx';
import { takeToken } from './token.ts';

/** What a set-up link leads to: who one is, how one will sign in, and then on to the hub. */
export function SetupLinkPage() {
  const [token, setToken] = useState(takeToken);
  // A second link that is opened in the same tab changes what is behind # only.
  useEffect(() => {
    const retake = () => setToken(takeToken() ?? token);
    addEventListener('hashchange', retake);
    return () => removeEventListener('hashchange', retake);
  }, [token]);
  const isDone = token === null && account.value !== null && !account.value.setup;
  // Only when the page is opened: whoever has just finished is on the way to elsewhere.
  useEffect(() => {
    if (isDone) navigate('/settings/account', { replace: true });
  }, []);

  const taken = async () => {
    await loadAccount();
    setToken(null);
  };
  if (isDone) return null;
  return (
    <Entry>
      {token !== null ? (
        <LinkStep key={token} token={token} onTaken={taken} />
      ) : account.value?.setup === true ? (
        <Steps person={account.value} />
      ) : (
        <NoLink />
      )}
    </Entry>
  );
}
