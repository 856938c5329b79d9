import type { NewToken } from '../../api/tokens.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { words } from '../../words/words.ts';
import { boardAddress } from './board-address.ts';

const ownMachine = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The address of a board, this once: to copy or to scan. */
export function NewBoardDialog({ made, origin, onClose }: { made: NewToken; origin: string; onClose: () => void }) {
  const { boards: said, account } = words.value;
  const address = boardAddress(origin, made);
  return (
    <Dialog title={said.madeTitle(made.name)} onClose={onClose}>
      <div class="stack">
        <p>{said.once}</p>
        {ownMachine.test(new URL(origin).hostname) && <p class="notice">{said.onlyHere}</p>}
        <div class="link-to-give">
          <QrCode text={address} label={said.qr} />
          <code>{address}</code>
          <CopyButton class="primary" text={address}>
            {said.copyAddress}
          </CopyButton>
        </div>
        <div class="row end">
          <a class="button" href={address} target="_blank" rel="noreferrer">
            {said.openHere}
          </a>
          <button type="button" onClick={onClose}>
            {account.done}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
