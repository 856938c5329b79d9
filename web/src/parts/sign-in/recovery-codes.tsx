import { useEffect, useState } from 'preact/hooks';
import type { Account } from '../../api/account.ts';
import '../../styles/recovery-codes.css';
import { words } from '../../words/words.ts';
import { CopyButton } from '../copy-button.tsx';
import { saveFile } from '../save-file.ts';

/** Recovery codes, this once: to print, to save or to copy. One goes on only after saying that one did. */
export function RecoveryCodes({
  person,
  codes,
  action,
  running = false,
  onSafe,
}: {
  person: Pick<Account, 'id'>;
  codes: readonly string[];
  action: string;
  running?: boolean;
  onSafe: () => void;
}) {
  const { credentials } = words.value;
  const [isSafe, setIsSafe] = useState(false);
  // While they are shown, printing prints them and nothing else.
  useEffect(() => {
    document.body.classList.add('prints-codes');
    return () => document.body.classList.remove('prints-codes');
  }, []);
  const sheetFor = credentials.sheetFor(person.id, location.host);
  const sheet = [credentials.sheetTitle, sheetFor, '', ...codes, ''].join('\n');
  return (
    <div class="stack">
      <p>{credentials.codesText}</p>
      <div class="recovery-codes">
        <p class="on-paper">
          <strong>{credentials.sheetTitle}</strong>
        </p>
        <p class="on-paper">{sheetFor}</p>
        <ol aria-label={credentials.codes}>
          {codes.map((code) => (
            <li key={code} class="code">
              {code}
            </li>
          ))}
        </ol>
      </div>
      <div class="row">
        <button type="button" onClick={() => print()}>
          {credentials.print}
        </button>
        <button type="button" onClick={() => saveFile(credentials.fileName, sheet)}>
          {credentials.saveFile}
        </button>
        <CopyButton text={codes.join('\n')}>{credentials.copyAll}</CopyButton>
      </div>
      <label class="check">
        <input type="checkbox" checked={isSafe} onChange={(event) => setIsSafe(event.currentTarget.checked)} />
        <span>{credentials.safe}</span>
      </label>
      <button type="button" class="primary" disabled={!isSafe || running} onClick={onSafe}>
        {action}
      </button>
    </div>
  );
}
