import { useEffect, useRef, useState } from 'preact/hooks';
import type { PasswordTry } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';
import { Field } from '../field.tsx';
import type { Task } from '../task.ts';
import { CodeInput, plainCode } from './code-input.tsx';
import { Waiting } from './waiting.tsx';

/** The password was right: a code of the app, or a recovery code. */
export function SecondStep({
  task,
  waitLeft,
  onSubmit,
  onBack,
}: {
  task: Task;
  waitLeft: number;
  onSubmit: (more: Partial<PasswordTry>) => void;
  onBack: () => void;
}) {
  const { signIn, common } = words.value;
  const [byApp, setByApp] = useState(true);
  const [code, setCode] = useState('');
  const [trustBrowser, setTrustBrowser] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // Another question stands here now: what is typed goes into its field.
  useEffect(() => form.current?.querySelector<HTMLInputElement>('.code-input')?.focus(), [byApp]);

  const change = () => {
    setByApp(!byApp);
    setCode('');
    task.fail(undefined);
  };
  return (
    <form
      ref={form}
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = plainCode(code);
        onSubmit({ ...(byApp ? { code: typed } : { recoveryCode: typed }), trustBrowser });
      }}
    >
      <h2>{signIn.secondTitle}</h2>
      <Field
        label={byApp ? signIn.code : signIn.recoveryCode}
        hint={byApp ? signIn.codeHint : signIn.recoveryHint}
        error={waitLeft > 0 ? undefined : task.error}
      >
        {(ids) => <CodeInput {...ids} digits={byApp} value={code} onValue={setCode} />}
      </Field>
      <label class="check">
        <input
          type="checkbox"
          checked={trustBrowser}
          onChange={(event) => setTrustBrowser(event.currentTarget.checked)}
        />
        <span>
          {signIn.trust}
          <span class="small muted block">{signIn.trustHint}</span>
        </span>
      </label>
      {waitLeft > 0 && <Waiting left={waitLeft} />}
      <button type="submit" class="primary" disabled={task.running || waitLeft > 0}>
        {task.running ? signIn.signingIn : signIn.submit}
      </button>
      <div class="row between">
        <button type="button" class="quiet" onClick={change}>
          {byApp ? signIn.useRecovery : signIn.useApp}
        </button>
        <button type="button" class="quiet" onClick={onBack}>
          {common.back}
        </button>
      </div>
    </form>
  );
}
