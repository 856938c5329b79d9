import type { SetupLink } from '../../api/people.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';
import { linkToGive } from './link-to-give.ts';

/** The link, this once: to copy or to scan. */
export function LinkDialog({ name, link, onClose }: { name: string; link: SetupLink; onClose: () => void }) {
  const { people: said } = words.value;
  const { url, onlyHere, others } = linkToGive(link, location.origin);
  return (
    <Dialog title={said.linkTitle(name)} onClose={onClose}>
      <div class="stack">
        <p>{said.linkText(name)}</p>
        {onlyHere && <p class="notice">{said.onlyHere}</p>}
        <div class="link-to-give">
          <QrCode text={url} label={said.qr} />
          <code>{url}</code>
          <CopyButton class="primary" text={url}>
            {said.copyLink}
          </CopyButton>
        </div>
        <p class="small muted">
          {said.linkUntil} <Time at={link.endsAt} />
        </p>
        {others.length > 0 && (
          <details class="aside">
            <summary>{said.otherAddresses}</summary>
            <p>{said.otherAddressesText}</p>
            <ul>
              {others.map((other) => (
                <li key={other}>
                  <code>{other}</code> <CopyButton text={other} />
                </li>
              ))}
            </ul>
          </details>
        )}
        <div class="row end">
          <button type="button" onClick={onClose}>
            {said.done}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
