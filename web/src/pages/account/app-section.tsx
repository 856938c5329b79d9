import { useState } from 'preact/hooks';
import { type Account, loadAccount } from '../../api/account.ts';
import { beginApp, confirmApp, removeApp } from '../../api/credentials.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { tell } from '../../parts/notices.tsx';
import { AppForm } from '../../parts/sign-in/app-form.tsx';
import { freshly } from '../../parts/sign-in/sign-in-again.tsx';
import { words } from '../../words/words.ts';
import { State } from './password-section.tsx';

export function AppSection({
  person,
  onCodes,
}: {
  person: Account;
  onCodes: (codes: readonly string[] | null) => void;
}) {
  const { account: said } = words.value;
  const [open, setOpen] = useState<'on' | 'off' | null>(null);
  const isOn = person.authenticatorApp;
  const close = () => setOpen(null);
  const turnOff = async () => {
    await freshly(removeApp);
    close();
    onCodes(null);
    await loadAccount();
    tell(said.appOff);
  };
  return (
    <section class="card">
      <div class="section-head">
        <h3>
          {said.app} <State on={isOn} />
        </h3>
        {(isOn || person.password) && (
          <button type="button" onClick={() => setOpen(isOn ? 'off' : 'on')}>
            {isOn ? said.turnOff : said.turnOn}
          </button>
        )}
      </div>
      <p class="muted">{isOn || person.password ? said.appText : said.appNeedsPassword}</p>
      {open === 'on' && <TurnOn onCodes={onCodes} onClose={close} />}
      {open === 'off' && (
        <ConfirmDialog
          title={said.turnOffTitle}
          action={said.turnOff}
          said={{ conflict: said.appNeeded }}
          onConfirm={turnOff}
          onClose={close}
        >
          <p>{said.turnOffText}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

const ask = {
  begin: () => freshly(beginApp),
  confirm: (code: string) => freshly(() => confirmApp(code)),
};

/** The recovery codes that come with it are shown by the page: Escape would take them away unread. */
function TurnOn({ onCodes, onClose }: { onCodes: (codes: readonly string[]) => void; onClose: () => void }) {
  const { account: said } = words.value;
  const confirmed = async (codes: readonly string[]) => {
    await loadAccount();
    onClose();
    onCodes(codes);
    tell(said.appOn);
  };
  return (
    <Dialog title={said.app} onClose={onClose}>
      <AppForm ask={ask} onConfirmed={confirmed} />
    </Dialog>
  );
}
