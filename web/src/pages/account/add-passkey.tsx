import { useState } from 'preact/hooks';
import { loadAccount } from '../../api/account.ts';
import { nameBrowser } from '../../parts/browser-name.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { tell } from '../../parts/notices.tsx';
import { makePasskey } from '../../parts/passkeys.ts';
import { MakePasskey } from '../../parts/sign-in/make-passkey.tsx';
import { freshly } from '../../parts/sign-in/sign-in-again.tsx';
import { words } from '../../words/words.ts';

/** One more passkey, under a name by which one knows it again. */
export function AddPasskey({ onClose }: { onClose: () => void }) {
  const { account: said, setupLink } = words.value;
  const [name, setName] = useState(nameBrowser(navigator.userAgent));
  const made = async () => {
    await loadAccount();
    onClose();
    tell(said.passkeyAdded);
  };
  return (
    <Dialog title={said.addPasskey} onClose={onClose}>
      <div class="stack">
        <Field label={said.passkeyName}>
          {(ids) => (
            <input {...ids} maxLength={100} value={name} onInput={(event) => setName(event.currentTarget.value)} />
          )}
        </Field>
        <MakePasskey
          class="primary"
          label={setupLink.makePasskey}
          make={() => freshly(() => makePasskey(name.trim() || undefined))}
          onMade={made}
        />
      </div>
    </Dialog>
  );
}
