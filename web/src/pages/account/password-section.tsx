import { useState } from 'preact/hooks';
import { type Account, loadAccount } from '../../api/account.ts';
import { setPassword } from '../../api/credentials.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { tell } from '../../parts/notices.tsx';
import { PasswordForm } from '../../parts/sign-in/password-form.tsx';
import { freshly } from '../../parts/sign-in/sign-in-again.tsx';
import { words } from '../../words/words.ts';

export function PasswordSection({ person }: { person: Account }) {
  const { account: said } = words.value;
  const [isOpen, setIsOpen] = useState(false);
  const action = person.password ? said.changePassword : said.setPassword;
  return (
    <section class="card">
      <div class="section-head">
        <h3>
          {said.password} <State on={person.password} />
        </h3>
        <button type="button" onClick={() => setIsOpen(true)}>
          {action}
        </button>
      </div>
      <p class="muted">{describe(person)}</p>
      {isOpen && <ChangePassword person={person} title={action} onClose={() => setIsOpen(false)} />}
    </section>
  );
}

function ChangePassword({ person, title, onClose }: { person: Account; title: string; onClose: () => void }) {
  const { account: said, setupLink } = words.value;
  const [alone, setAlone] = useState(person.passwordAlone);
  const mayInsist = person.role === 'owner' && !person.authenticatorApp;
  const change = async (password: string) => {
    await freshly(() => setPassword(password, mayInsist ? alone : undefined));
    await loadAccount();
    onClose();
    tell(said.passwordChanged);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <PasswordForm person={person} action={title} takesFocus onPassword={change}>
        {mayInsist && (
          <label class="check">
            <input type="checkbox" checked={alone} onChange={(event) => setAlone(event.currentTarget.checked)} />
            <span>
              {setupLink.alone}
              <span class="small muted block">{setupLink.aloneHint}</span>
            </span>
          </label>
        )}
      </PasswordForm>
    </Dialog>
  );
}

function describe({ password, authenticatorApp, passwordAlone, role }: Account): string {
  const { account: said } = words.value;
  if (!password) return said.passwordNone;
  if (authenticatorApp) return said.passwordSet;
  return role !== 'owner' || passwordAlone ? said.passwordOnly : said.passwordWaits;
}

export function State({ on }: { on: boolean }) {
  const { account: said } = words.value;
  return <span class={`tag ${on ? 'good' : ''}`}>{on ? said.on : said.off}</span>;
}
