import type { NewToken } from '../../api/tokens.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { words } from '../../words/words.ts';

/** The token, this once, and how a program uses it. */
export function NewTokenDialog({ made, onClose }: { made: NewToken; onClose: () => void }) {
  const { tokens: said, account } = words.value;
  const mayRead = made.scopes.includes('read') || made.scopes.includes('admin');
  const example = `curl -H 'Authorization: Bearer ${made.token}' '${location.origin}/api/v1/messages?limit=5'`;
  return (
    <Dialog title={said.madeTitle(made.name)} onClose={onClose}>
      <div class="stack">
        <p>{said.once}</p>
        <div class="link-to-give">
          <code>{made.token}</code>
          <CopyButton class="primary" text={made.token}>
            {said.copyToken}
          </CopyButton>
        </div>
        {mayRead && (
          <div class="link-to-give">
            <h3>{said.tryIt}</h3>
            <code>{example}</code>
            <CopyButton text={example} label={said.copyExample} />
          </div>
        )}
        <div class="row end">
          <button type="button" onClick={onClose}>
            {account.done}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
