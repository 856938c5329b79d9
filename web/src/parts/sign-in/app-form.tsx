import { useEffect, useState } from 'preact/hooks';
import { beginApp, confirmApp } from '../../api/credentials.ts';
import { words } from '../../words/words.ts';
import { CopyButton } from '../copy-button.tsx';
import { Field } from '../field.tsx';
import { Loading } from '../loading.tsx';
import { QrCode } from '../qr-code.tsx';
import { useTask } from '../task.ts';
import { CodeInput, plainCode } from './code-input.tsx';

interface Ask {
  begin: typeof beginApp;
  confirm: typeof confirmApp;
}

/** Takes an authenticator app into use: one good code of it confirms. Answers the recovery codes that come with it. */
export function AppForm({
  ask = { begin: beginApp, confirm: confirmApp },
  onConfirmed,
}: {
  ask?: Ask;
  onConfirmed: (recoveryCodes: readonly string[]) => Promise<void>;
}) {
  const { credentials, common } = words.value;
  const [app, setApp] = useState<{ secret: string; uri: string } | null>(null);
  const [code, setCode] = useState('');
  const begun = useTask();
  const confirmed = useTask();
  const begin = () => begun.run(async () => setApp(await ask.begin()));
  useEffect(() => void begin(), []);

  if (app === null) {
    if (begun.error === undefined) return <Loading />;
    return (
      <div class="stack">
        <p class="notice bad" role="alert">
          {begun.error}
        </p>
        <button type="button" onClick={begin}>
          {common.tryAgain}
        </button>
      </div>
    );
  }
  const confirm = () =>
    confirmed.run(async () => onConfirmed((await ask.confirm(plainCode(code))).recoveryCodes), {
      'invalid-request': credentials.codeWrong,
    });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <h3>{credentials.scan}</h3>
      <QrCode text={app.uri} label={credentials.qrOfApp} />
      <p class="small muted">{credentials.anyApp}</p>
      <details class="aside">
        <summary>{credentials.cannotScan}</summary>
        <div class="stack tight">
          <p>
            <a href={app.uri}>{credentials.openInApp}</a>
          </p>
          <p>{credentials.typeSecret}</p>
          <p class="row">
            <code class="secret">{inGroups(app.secret)}</code> <CopyButton text={app.secret} />
          </p>
        </div>
      </details>
      <h3>{credentials.enter}</h3>
      <Field label={credentials.code} error={confirmed.error}>
        {(ids) => <CodeInput {...ids} digits value={code} onValue={setCode} />}
      </Field>
      <button type="submit" class="primary" disabled={confirmed.running}>
        {credentials.confirm}
      </button>
    </form>
  );
}

/** Easier to type: four at a time. */
function inGroups(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
