import { useState } from 'preact/hooks';
import { exchangeSecret, readWebhook, removeWebhook, type SavedWebhook, type Webhook } from '../../api/apps.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { Time } from '../../parts/time.tsx';
import { appWords } from '../../words/apps.ts';
import { words } from '../../words/words.ts';
import { Given } from './given.tsx';
import { WebhookForm } from './webhook-form.tsx';

/** Where an app is told of what becomes of its codes. */
export function AppWebhook({ accountSid }: { accountSid: string }) {
  const { webhook: said } = appWords.value;
  const { value, reload, task } = useLoaded(() => readWebhook(accountSid));
  const [secret, setSecret] = useState<string | null>(null);
  const onSaved = async (saved: SavedWebhook) => {
    setSecret(saved.secret);
    tell(said.saved);
    await reload();
  };
  return (
    <section class="card roomy" aria-labelledby="app-webhook">
      <h2 id="app-webhook">{said.title}</h2>
      <p class="muted">{said.text}</p>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value !== null && (
        <>
          <State webhook={value} />
          <WebhookForm key={value.url ?? ''} accountSid={accountSid} url={value.url ?? ''} onSaved={onSaved} />
          {value.url !== null && <Actions accountSid={accountSid} onSaved={onSaved} onRemoved={reload} />}
        </>
      )}
      {secret !== null && <Secret secret={secret} onClose={() => setSecret(null)} />}
    </section>
  );
}

/** How the calls go. */
function State({ webhook: { url, waiting, failedAt, failure, secrets } }: { webhook: Webhook }) {
  const { webhook: said } = appWords.value;
  if (url === null) return null;
  return (
    <div class="stack tight">
      {failedAt === null ? (
        <p>
          <span class="tag good">{said.works}</span>
        </p>
      ) : (
        <div class="notice-box">
          <p>
            <strong>{said.fails}</strong> <Time at={failedAt} />
          </p>
          {failure !== null && <p class="small">{failure}</p>}
        </div>
      )}
      {waiting > 0 && <p class="small muted">{said.waiting(waiting)}</p>}
      {secrets > 1 && <p class="small muted">{said.twoSecrets}</p>}
    </div>
  );
}

interface ActionsProps {
  accountSid: string;
  onSaved: (saved: SavedWebhook) => Promise<void>;
  onRemoved: () => Promise<void>;
}

function Actions({ accountSid, onSaved, onRemoved }: ActionsProps) {
  const { webhook: said } = appWords.value;
  const task = useTask();
  const [asks, setAsks] = useState(false);
  const stop = async () => {
    await removeWebhook(accountSid);
    setAsks(false);
    await onRemoved();
  };
  return (
    <div class="stack tight">
      <div class="row">
        <button
          type="button"
          disabled={task.running}
          onClick={() => task.run(async () => onSaved(await exchangeSecret(accountSid)))}
        >
          {said.exchange}
        </button>
        <button type="button" class="danger" onClick={() => setAsks(true)}>
          {said.stop}
        </button>
      </div>
      <p class="small muted">{said.exchangeHint}</p>
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      {asks && (
        <ConfirmDialog title={said.stopTitle} action={said.stop} onConfirm={stop} onClose={() => setAsks(false)}>
          <p>{said.stopText}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { webhook: said } = appWords.value;
  return (
    <Dialog title={said.secretTitle} onClose={onClose}>
      <div class="stack">
        <p>{said.once}</p>
        <Given name={said.secret} value={secret} primary />
        <div class="row end">
          <button type="button" onClick={onClose}>
            {words.value.account.done}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
