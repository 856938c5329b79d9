import { useState } from 'preact/hooks';
import { type App, revokeApp } from '../../api/apps.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { tell } from '../../parts/notices.tsx';
import { appWords } from '../../words/apps.ts';

/** Ends an app, once one has been asked. */
export function RevokeApp({ app, onRevoked }: { app: App; onRevoked: () => Promise<void> }) {
  const said = appWords.value;
  const [asks, setAsks] = useState(false);
  const revoke = async () => {
    await revokeApp(app.accountSid);
    setAsks(false);
    tell(said.wasRevoked);
    await onRevoked();
  };
  return (
    <section class="card section-head app-end">
      <p class="muted">{said.revokeText}</p>
      <button type="button" class="danger" onClick={() => setAsks(true)}>
        {said.revokeApp}
      </button>
      {asks && (
        <ConfirmDialog
          title={said.revokeTitle(app.name)}
          action={said.revoke}
          onConfirm={revoke}
          onClose={() => setAsks(false)}
        >
          <p>{said.revokeText}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
