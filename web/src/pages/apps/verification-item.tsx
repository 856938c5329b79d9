import { useState } from 'preact/hooks';
import { readVerification, type TrailedVerification, type Verification } from '../../api/apps.ts';
import { NotLoaded } from '../../parts/loaded.tsx';
import { useTask } from '../../parts/task.ts';
import { Time } from '../../parts/time.tsx';
import { appWords } from '../../words/apps.ts';
import { nameRegion } from './region-names.ts';
import { Timeline } from './timeline-list.tsx';

const tones: Record<string, string> = {
  approved: 'good',
  pending: 'warn',
  max_attempts_reached: 'bad',
};

interface Props {
  accountSid: string;
  verification: Verification;
  currency: string;
}

/** One verification in a line; opened, what befell it. */
export function VerificationItem(props: Props) {
  const { verification } = props;
  const [isOpen, setIsOpen] = useState(false);
  const { newest: said, statuses } = appWords.value;
  const { status, to, test, createdAt } = verification;
  return (
    <li>
      <details class="verification" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>
          <span class="verification-to">{to ?? said.erased}</span>
          <span class={`tag ${tones[status] ?? ''}`}>{statuses[status] ?? status}</span>
          {test && <span class="tag">{said.test}</span>}
          <span class="muted small verification-when">
            {sentBy(verification)} · <Time at={createdAt} />
          </span>
        </summary>
        {isOpen && <Why {...props} />}
      </details>
    </li>
  );
}

/** By which ways, and how often. */
function sentBy({ attempts }: Verification): string {
  const { newest: said, channels } = appWords.value;
  if (attempts.length === 0) return said.unsent;
  const ways = [...new Set(attempts.map(({ channel }) => channels[channel] ?? channel))];
  return `${ways.join(', ')} · ${said.tries(attempts.length)}`;
}

function Why({ accountSid, verification, currency }: Props) {
  const { found, task, reload } = useTrail(accountSid, verification);
  if (found === null) return <NotLoaded task={task} reload={reload} />;
  return (
    <div class="stack verification-why">
      <Timeline verification={found} currency={currency} />
      <Facts verification={found} />
    </div>
  );
}

/** Read again when the list has newer news of it. */
function useTrail(accountSid: string, { id, status, checks, attempts }: Verification) {
  const [found, setFound] = useState<TrailedVerification | null>(null);
  const [known, setKnown] = useState('');
  const task = useTask();
  const reload = () => task.run(async () => setFound(await readVerification(accountSid, id)));
  const news = [status, checks, ...attempts.map(({ state }) => state)].join();
  if (news !== known) {
    setKnown(news);
    void reload();
  }
  return { found, task, reload };
}

function Facts({ verification: { sid, service, purpose, region } }: { verification: Verification }) {
  const said = appWords.value;
  const facts: [string, string | null][] = [
    [said.service, service],
    [said.purpose, said.purposes[purpose] ?? purpose],
    [said.country, region === null ? null : nameRegion(region)],
    [said.reference, sid],
  ];
  return (
    <dl class="facts small">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>])}
    </dl>
  );
}
