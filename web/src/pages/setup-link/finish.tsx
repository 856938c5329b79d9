import { useEffect } from 'preact/hooks';
import { type Account, loadAccount } from '../../api/account.ts';
import { completeSetup } from '../../api/credentials.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { useTask } from '../../parts/task.ts';
import { navigate } from '../../routing/path.ts';
import { words } from '../../words/words.ts';

/** Signs in for good, and goes where one would want to be next. */
export function Finish({ person }: { person: Account }) {
  const { setupLink, common } = words.value;
  const task = useTask();
  const finish = () =>
    task.run(async () => {
      await completeSetup();
      await loadAccount();
      navigate(person.role === 'owner' ? '/set-up' : '/', { replace: true });
    });
  useEffect(() => void finish(), []);
  return (
    <div class="stack">
      <PageTitle key="finish">{setupLink.title}</PageTitle>
      {task.error === undefined ? (
        <p role="status">{setupLink.finishing}</p>
      ) : (
        <>
          <p class="notice bad" role="alert">
            {task.error}
          </p>
          <button type="button" onClick={finish}>
            {common.tryAgain}
          </button>
        </>
      )}
    </div>
  );
}
