import { useState } from 'preact/hooks';
import { type AppKey, listAppKeys, makeAppKey, type NewAppKey, revokeAppKey } from '../../api/apps.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Item } from '../../parts/item.tsx';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { Time } from '../../parts/time.tsx';
import { appWords } from '../../words/apps.ts';
import { words } from '../../words/words.ts';
import { Given } from './given.tsx';

/** Keys of an app: each can be exchanged by itself. */
export function AppKeys({ accountSid }: { accountSid: string }) {
  const { keys: said } = appWords.value;
  const { value: keys, reload, task } = useLoaded(() => listAppKeys(accountSid));
  const making = useTask();
  const [made, setMade] = useState<NewAppKey | null>(null);
  const [asked, setAsked] = useState<AppKey | null>(null);
  const make = () =>
    making.run(async () => {
      setMade(await makeAppKey(accountSid));
      await reload();
    });
  const revoke = async (keySid: string) => {
    await revokeAppKey(accountSid, keySid);
    setAsked(null);
    tell(appWords.value.wasRevoked);
    await reload();
  };
  return (
    <section class="card" aria-labelledby="app-keys">
      <div class="section-head">
        <h2 id="app-keys">{said.title}</h2>
        <button type="button" disabled={making.running} onClick={make}>
          {said.add}
        </button>
      </div>
      <p class="muted">{said.text}</p>
      {making.error !== undefined && (
        <p class="notice bad" role="alert">
          {making.error}
        </p>
      )}
      {keys === null && <NotLoaded task={task} reload={reload} />}
      {keys?.length === 0 && <p>{said.none}</p>}
      {keys !== null && keys.length > 0 && (
        <ul class="items">
          {keys.map((key) => (
            <Item key={key.keySid} name={<code>{key.keySid}</code>} detail={<Made at={key.createdAt} />}>
              <button
                type="button"
                class="danger"
                aria-label={said.revokeLabel(key.keySid)}
                onClick={() => setAsked(key)}
              >
                {appWords.value.revoke}
              </button>
            </Item>
          ))}
        </ul>
      )}
      {made !== null && <NewKey made={made} onClose={() => setMade(null)} />}
      {asked !== null && (
        <ConfirmDialog
          title={said.revokeTitle}
          action={appWords.value.revoke}
          onConfirm={() => revoke(asked.keySid)}
          onClose={() => setAsked(null)}
        >
          <p>
            <code>{asked.keySid}</code>
          </p>
          <p>{said.revokeText}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function Made({ at }: { at: string }) {
  return (
    <>
      {appWords.value.keys.made} <Time at={at} />
    </>
  );
}

function NewKey({ made, onClose }: { made: NewAppKey; onClose: () => void }) {
  const { keys: said, made: names } = appWords.value;
  return (
    <Dialog title={said.madeTitle} onClose={onClose}>
      <div class="stack">
        <p>{said.once}</p>
        <Given name={names.keySid} value={made.keySid} />
        <Given name={names.keySecret} value={made.keySecret} primary />
        <div class="row end">
          <button type="button" onClick={onClose}>
            {words.value.account.done}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
