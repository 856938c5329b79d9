import { useState } from 'preact/hooks';
import { type Delivery, sendAgain } from '../../api/messages.ts';
import { explainError, tell } from '../../parts/notices.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';

const tones: Partial<Record<Delivery['state'], string>> = {
  sent: 'good',
  delivered: 'good',
  failed: 'bad',
  expired: 'bad',
  unknown: 'warn',
};

/** Where a message went: each delivery with its tries and their answers. */
export function Deliveries({
  deliveries,
  erased,
  onChange,
}: {
  deliveries: readonly Delivery[];
  erased: boolean;
  onChange: () => void;
}) {
  if (deliveries.length === 0) return <p class="muted">{words.value.message.nowhere}</p>;
  return (
    <ul class="deliveries">
      {deliveries.map((delivery) => (
        <DeliveryCard key={delivery.id} delivery={delivery} erased={erased} onChange={onChange} />
      ))}
    </ul>
  );
}

function DeliveryCard({ delivery, erased, onChange }: { delivery: Delivery; erased: boolean; onChange: () => void }) {
  const said = words.value.message;
  const open = delivery.state === 'pending' || delivery.state === 'sending';
  return (
    <li class="card">
      <div class="row">
        <h3>{delivery.destination}</h3>
        <span class={`tag ${tones[delivery.state] ?? ''}`}>{said.states[delivery.state]}</span>
        <span class="muted small">{delivery.route === null ? said.byNoRoute : said.byRoute(delivery.route)}</span>
      </div>
      {delivery.reason !== null && <p class="muted">{delivery.reason}</p>}
      {delivery.attempts.length > 0 && <Attempts delivery={delivery} />}
      {open && delivery.nextAttemptAt !== null && (
        <p class="muted small">
          {said.nextTry} <Time at={delivery.nextAttemptAt} />
        </p>
      )}
      {!open && <SendAgain delivery={delivery} erased={erased} onChange={onChange} />}
    </li>
  );
}

function Attempts({ delivery }: { delivery: Delivery }) {
  const said = words.value.message;
  return (
    <ol class="attempts small">
      {delivery.attempts.map(({ number, startedAt, durationMs, outcome, detail }) => (
        <li key={number}>
          <Time at={startedAt} /> · {said.outcomes[outcome]} · {said.took(durationMs)}
          {detail !== null && <span class="muted"> · {detail}</span>}
        </li>
      ))}
    </ol>
  );
}

function SendAgain({ delivery, erased, onChange }: { delivery: Delivery; erased: boolean; onChange: () => void }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const said = words.value.message;
  const again = async () => {
    setBusy(true);
    try {
      await sendAgain(delivery.id);
      setError(null);
      tell(said.sentAgain);
      onChange();
    } catch (cause) {
      setError(explainError(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="row">
      <button type="button" disabled={busy || erased} onClick={again}>
        {said.sendAgain}
      </button>
      {erased && <span class="muted small">{said.erasedSoNotAgain}</span>}
      {error !== null && (
        <span class="error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
