import { useState } from 'preact/hooks';
import { type Account, loadAccount } from '../../api/account.ts';
import { setPassword } from '../../api/credentials.ts';
import type { Ways } from '../../api/sign-in.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { hasPasskeys } from '../../parts/passkeys.ts';
import { MakePasskey } from '../../parts/sign-in/make-passkey.tsx';
import { PasswordForm } from '../../parts/sign-in/password-form.tsx';
import { WhyNoPasskeys } from '../../parts/sign-in/why-no-passkeys.tsx';
import { words } from '../../words/words.ts';

/** A passkey by one click, or a password. */
export function HowStep({ person, ways }: { person: Account; ways: Ways }) {
  const { setupLink } = words.value;
  const passkeys = ways.passkeys && hasPasskeys();
  const [wantsPassword, setWantsPassword] = useState(!passkeys);
  const [alone, setAlone] = useState(false);
  const isOwner = person.role === 'owner';
  return (
    <div class="stack roomy">
      <PageTitle key="how">{setupLink.howTitle(person.name)}</PageTitle>
      {passkeys && (
        <section class="stack tight">
          <div class="row">
            <h2>{setupLink.passkey}</h2>
            <span class="tag good">{setupLink.recommended}</span>
          </div>
          <p class="muted">{setupLink.passkeyText}</p>
          <MakePasskey class="primary large" label={setupLink.makePasskey} onMade={loadAccount} />
        </section>
      )}
      <section class="stack tight">
        <h2>{setupLink.passwordTitle}</h2>
        <p class="muted">{isOwner && !alone ? setupLink.passwordWithApp : setupLink.passwordText}</p>
        {!wantsPassword && (
          <button type="button" onClick={() => setWantsPassword(true)}>
            {setupLink.choosePassword}
          </button>
        )}
        {wantsPassword && (
          <PasswordForm
            person={person}
            action={setupLink.goOn}
            takesFocus={passkeys}
            onPassword={async (password) => {
              await setPassword(password, isOwner && alone);
              await loadAccount();
            }}
          >
            {isOwner && (
              <label class="check">
                <input type="checkbox" checked={alone} onChange={(event) => setAlone(event.currentTarget.checked)} />
                <span>
                  {setupLink.alone}
                  {alone && <span class="small muted block">{setupLink.aloneHint}</span>}
                </span>
              </label>
            )}
          </PasswordForm>
        )}
      </section>
      {!passkeys && <WhyNoPasskeys ways={ways} />}
    </div>
  );
}
