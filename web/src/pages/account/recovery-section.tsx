import { useEffect, useRef, useState } from 'preact/hooks';
import { type Account, loadAccount } from '../../api/account.ts';
import { renewRecoveryCodes } from '../../api/credentials.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { RecoveryCodes } from '../../parts/sign-in/recovery-codes.tsx';
import { freshly } from '../../parts/sign-in/sign-in-again.tsx';
import { words } from '../../words/words.ts';

/** Fewer than this many are soon used up. */
const few = 3;

/** How many are left, and those that were made just now (`codes`) until somebody says that they are safe. */
export function RecoverySection({
  person,
  codes,
  onCodes,
}: {
  person: Account;
  codes: readonly string[] | null;
  onCodes: (codes: readonly string[] | null) => void;
}) {
  const { account: said } = words.value;
  const [isAsking, setIsAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (codes !== null) heading.current?.focus();
  }, [codes]);
  const renew = async () => {
    const made = await freshly(renewRecoveryCodes);
    await loadAccount();
    setIsAsking(false);
    onCodes(made.recoveryCodes);
  };
  return (
    <section class="card">
      <div class="section-head">
        <h3 ref={heading} tabIndex={-1}>
          {said.recovery}
        </h3>
        {codes === null && (
          <button type="button" onClick={() => setIsAsking(true)}>
            {said.renew}
          </button>
        )}
      </div>
      {codes === null ? (
        <p class={person.recoveryCodes < few ? 'notice' : 'muted'}>{said.left(person.recoveryCodes)}</p>
      ) : (
        <RecoveryCodes person={person} codes={codes} action={said.done} onSafe={() => onCodes(null)} />
      )}
      {isAsking && (
        <ConfirmDialog title={said.renewTitle} action={said.renew} onConfirm={renew} onClose={() => setIsAsking(false)}>
          <p>{said.renewText}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
