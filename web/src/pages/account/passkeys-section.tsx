import { useState } from 'preact/hooks';
import { type Account, loadAccount } from '../../api/account.ts';
import { removePasskey } from '../../api/credentials.ts';
import { readWays } from '../../api/sign-in.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Item } from '../../parts/item.tsx';
import { useLoaded } from '../../parts/loaded.tsx';
import { tell } from '../../parts/notices.tsx';
import { hasPasskeys } from '../../parts/passkeys.ts';
import { freshly } from '../../parts/sign-in/sign-in-again.tsx';
import { WhyNoPasskeys } from '../../parts/sign-in/why-no-passkeys.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';
import { AddPasskey } from './add-passkey.tsx';

type Passkey = Account['passkeys'][number];

export function PasskeysSection({ person }: { person: Account }) {
  const { account: said, common } = words.value;
  const { value: ways } = useLoaded(readWays);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const isPossible = ways?.passkeys === true && hasPasskeys();
  const remove = async ({ id }: Passkey) => {
    await freshly(() => removePasskey(id));
    setRemoving(null);
    await loadAccount();
    tell(said.passkeyRemoved);
  };
  return (
    <section class="card">
      <div class="section-head">
        <h3>{said.passkeys}</h3>
        {isPossible && (
          <button type="button" onClick={() => setIsAdding(true)}>
            {said.addPasskey}
          </button>
        )}
      </div>
      <p class="muted">{said.passkeysText}</p>
      {person.passkeys.length === 0 && <p>{said.noPasskeys}</p>}
      {person.passkeys.length > 0 && (
        <ul class="items">
          {person.passkeys.map((passkey) => (
            <PasskeyItem key={passkey.id} passkey={passkey} onRemove={() => setRemoving(passkey)} />
          ))}
        </ul>
      )}
      {ways !== null && !isPossible && <WhyNoPasskeys ways={ways} />}
      {isAdding && <AddPasskey onClose={() => setIsAdding(false)} />}
      {removing !== null && (
        <ConfirmDialog
          title={said.removePasskey(removing.name)}
          action={common.remove}
          said={{ conflict: said.onlyWay }}
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(null)}
        >
          <p>{said.removePasskeyText}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function PasskeyItem({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  const { account: said, common } = words.value;
  const { name, host, createdAt, lastUsedAt } = passkey;
  const isElsewhere = host !== location.hostname;
  const detail = (
    <>
      {said.made} <Time at={createdAt} /> · {said.lastUsed}{' '}
      {lastUsedAt === null ? said.never : <Time at={lastUsedAt} />}
    </>
  );
  return (
    <Item
      name={
        <>
          {name} {isElsewhere && <span class="tag warn">{said.atHost(host)}</span>}
        </>
      }
      detail={detail}
    >
      <button type="button" aria-label={said.removePasskeyLabel(name)} onClick={onRemove}>
        {common.remove}
      </button>
    </Item>
  );
}
