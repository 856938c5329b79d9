import { useState } from 'preact/hooks';
import type { Item } from '../../api/configuration.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { useTask } from '../../parts/task.ts';
import { setUpWords } from '../../words/set-up.ts';
import { changeSource } from './change-source.ts';
import {
  curlTest,
  hookAddress,
  makeSecrets,
  type PhoneApp,
  registerLine,
  type SecretName,
  type Secrets,
} from './phones.ts';
import { PublicAddress } from './public-address.tsx';
import type { Wizard } from './wizard.ts';

const recipes = '/docs/recipes';

/** What to do on the phone, with the address and the secrets to put in there. */
export function PhoneGuide({ wizard, source, app }: { wizard: Wizard; source: Item; app: PhoneApp }) {
  const said = setUpWords.value;
  const [secrets, setSecrets] = useState<Secrets | null>(wizard.secrets.get(source.id) ?? null);
  const base = wizard.state.items.value?.general.publicUrlInUse ?? location.origin;
  const renew = async () => {
    const made = makeSecrets(app);
    await changeSource(source, made);
    wizard.secrets.set(source.id, made);
    await wizard.state.load();
    setSecrets(made);
  };
  return (
    <section class="card" aria-labelledby="phone-guide">
      <h2 id="phone-guide">{said.guideTitle(app.name)}</h2>
      {isHereOnly(base) && (
        <div class="notice-box stack tight">
          <p>{said.onlyHere}</p>
          <PublicAddress wizard={wizard} />
        </div>
      )}
      {secrets === null ? (
        <Renew onRenew={renew} locked={source.provisioned} />
      ) : (
        <>
          <p>{said.shownOnce}</p>
          <Values address={hookAddress(base, source.id, secrets)} app={app} secrets={secrets} />
        </>
      )}
      <h3>{said.onThePhone}</h3>
      <ol class="guide">
        {(said.guides[app.id] ?? []).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <p class="small">
        <a
          href={`${recipes}/${app.id === 'iphone' ? 'iphone-shortcut' : 'android-gateways'}.md`}
          target="_blank"
          rel="noreferrer"
        >
          {said.recipe}
        </a>
      </p>
      {secrets !== null && <CurlTest line={curlTest(hookAddress(base, source.id, secrets), app, secrets)} />}
    </section>
  );
}

/** What the app calls the secrets that one types there. */
const typed: readonly SecretName[] = ['bearer', 'secret'];

function Values({ address, app, secrets }: { address: string; app: PhoneApp; secrets: Secrets }) {
  const said = setUpWords.value;
  const shown = typed.filter((name) => app.secrets.includes(name));
  const line = registerLine(address, app);
  return (
    <div class="stack">
      <Value name={said.address} value={address} />
      {shown.map((name) => {
        const value = name === 'bearer' ? `Bearer ${secrets.bearer}` : (secrets[name] ?? '');
        return <Value key={name} name={name === 'bearer' ? said.header : said.signingKey} value={value} />;
      })}
      {line !== null && <Line name={said.registerLine} line={line} />}
    </div>
  );
}

function Value({ name, value }: { name: string; value: string }) {
  const said = setUpWords.value;
  return (
    <div class="stack tight">
      <strong>{name}</strong>
      <div class="row phone-value">
        <code>{value}</code> <CopyButton text={value} label={said.copyOf(name)} />
      </div>
      <details class="aside">
        <summary>{said.asQr}</summary>
        <QrCode text={value} label={said.qrOf(name)} />
      </details>
    </div>
  );
}

/** A line for a terminal. */
function Line({ name, line }: { name: string; line: string }) {
  return (
    <div class="stack tight">
      <strong>{name}</strong>
      <p class="phone-value">
        <code>{line}</code> <CopyButton text={line} label={setUpWords.value.copyOf(name)} />
      </p>
    </div>
  );
}

function Renew({ onRenew, locked }: { onRenew: () => Promise<void>; locked: boolean }) {
  const said = setUpWords.value;
  const [asks, setAsks] = useState(false);
  const task = useTask();
  if (locked) return <p>{said.secretsInFile}</p>;
  return (
    <div class="stack tight">
      <p>{said.secretsGone}</p>
      <div>
        <button type="button" onClick={() => setAsks(true)}>
          {said.newSecrets}
        </button>
      </div>
      {asks && (
        <Confirm
          title={said.newSecrets}
          text={said.newSecretsText}
          action={said.newSecrets}
          error={task.error}
          onConfirm={() => task.run(onRenew)}
          onClose={() => setAsks(false)}
        />
      )}
    </div>
  );
}

function CurlTest({ line }: { line: string | null }) {
  const said = setUpWords.value;
  if (line === null) return null;
  return (
    <details class="aside">
      <summary>{said.curlTest}</summary>
      <div class="stack tight">
        <p>{said.curlText}</p>
        <Line name="curl" line={line} />
      </div>
    </details>
  );
}

/** No phone reaches the hub by a name that means "this machine". */
function isHereOnly(address: string): boolean {
  const name = URL.parse(address)?.hostname ?? '';
  return name === 'localhost' || name === '[::1]' || name.startsWith('127.');
}
