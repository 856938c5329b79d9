import type { Account } from '../../api/account.ts';
import { renewRecoveryCodes } from '../../api/credentials.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { RecoveryCodes } from '../../parts/sign-in/recovery-codes.tsx';
import { useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';

/** The recovery codes; null: they were shown before the page was loaded anew, and the hub does not have them. */
export function CodesStep({
  person,
  codes,
  onCodes,
  onDone,
}: {
  person: Account;
  codes: readonly string[] | null;
  onCodes: (codes: readonly string[]) => void;
  onDone: () => void;
}) {
  const { setupLink } = words.value;
  const task = useTask();
  const renew = () => task.run(async () => onCodes((await renewRecoveryCodes()).recoveryCodes));
  return (
    <div class="stack">
      <PageTitle key="codes">{setupLink.codesTitle}</PageTitle>
      {codes !== null && <RecoveryCodes person={person} codes={codes} action={setupLink.finish} onSafe={onDone} />}
      {codes === null && (
        <>
          <p>{setupLink.codesLost}</p>
          {task.error !== undefined && (
            <p class="notice bad" role="alert">
              {task.error}
            </p>
          )}
          <div class="row">
            <button type="button" disabled={task.running} onClick={renew}>
              {setupLink.newCodes}
            </button>
            <button type="button" class="primary" onClick={onDone}>
              {setupLink.haveThem}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
