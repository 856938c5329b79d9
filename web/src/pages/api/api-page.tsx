import '../../styles/api.css';
import { useEffect, useState } from 'preact/hooks';
import { type Operation, readOperations } from '../../api/openapi.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Loading } from '../../parts/loading.tsx';
import { explainError } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';
import { toCurlLine } from './curl-line.ts';

/** All that the API can do, with a line to try each. */
export function ApiPage() {
  const [operations, setOperations] = useState<readonly Operation[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [wanted, setWanted] = useState('');
  const said = words.value.api;
  useEffect(() => {
    readOperations().then(setOperations, (cause) => setError(explainError(cause)));
  }, []);
  if (error !== null) return <p class="notice bad">{error}</p>;
  if (operations === null) return <Loading />;
  const shown = operations.filter((one) => fits(one, wanted));
  return (
    <>
      <PageTitle>{said.title}</PageTitle>
      <p class="muted">
        {said.intro} <a href="/api/openapi.json">openapi.json</a>
      </p>
      <label>
        <span class="unseen">{said.find}</span>
        <input type="search" placeholder={said.find} onInput={(event) => setWanted(event.currentTarget.value)} />
      </label>
      {[...new Set(shown.map(({ tag }) => tag))].map((tag) => (
        <section key={tag} class="stack" aria-labelledby={`tag-${tag}`}>
          <h2 id={`tag-${tag}`}>{tag}</h2>
          {shown
            .filter((one) => one.tag === tag)
            .map((one) => (
              <OperationCard key={one.method + one.path} operation={one} />
            ))}
        </section>
      ))}
      {shown.length === 0 && <p class="muted">{said.none}</p>}
    </>
  );
}

function OperationCard({ operation }: { operation: Operation }) {
  const { method, path, summary, description, parameters } = operation;
  const line = toCurlLine(operation, location.origin);
  return (
    <details class="card operation">
      <summary>
        <span class={`tag method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>{' '}
        <span class="muted">{summary}</span>
      </summary>
      {description !== null && <p>{description}</p>}
      {parameters.length > 0 && (
        <dl class="parameters small">
          {parameters.map(({ name, where, description: what }) => [
            <dt key={name}>
              <code>{name}</code> <span class="muted">{where}</span>
            </dt>,
            <dd key={`${name}-what`}>{what}</dd>,
          ])}
        </dl>
      )}
      <div class="curl">
        <pre>{line}</pre>
        <CopyButton text={line} />
      </div>
    </details>
  );
}

function fits({ path, summary, tag, method }: Operation, wanted: string): boolean {
  const all = `${method} ${path} ${summary} ${tag}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
