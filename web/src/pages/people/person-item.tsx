import { account } from '../../api/account.ts';
import { hubNow } from '../../api/hub-clock.ts';
import type { Person } from '../../api/people.ts';
import { Item } from '../../parts/item.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';
import type { Doing } from './people-page.tsx';

export function PersonItem({ person, onDo }: { person: Person; onDo: (what: Doing) => void }) {
  const { people: said, common } = words.value;
  const { id, name, provisioned } = person;
  const isSelf = id === account.value?.id;
  return (
    <Item name={<NameAndState person={person} isSelf={isSelf} />} detail={<Detail person={person} />}>
      <div class="row">
        <button type="button" aria-label={`${said.change}: ${name}`} onClick={() => onDo('change')}>
          {said.change}
        </button>
        {!isSelf && (
          <button type="button" aria-label={`${said.newLink}: ${name}`} onClick={() => onDo('reset')}>
            {said.newLink}
          </button>
        )}
        {!isSelf && !provisioned && (
          <button type="button" class="danger" aria-label={`${common.remove}: ${name}`} onClick={() => onDo('remove')}>
            {common.remove}
          </button>
        )}
      </div>
    </Item>
  );
}

function NameAndState({ person: { name, role, canSignIn, endsAt }, isSelf }: { person: Person; isSelf: boolean }) {
  const { people: said, account: accountWords } = words.value;
  const isOver = endsAt !== null && Date.parse(endsAt) <= hubNow();
  return (
    <>
      <span>{name}</span>
      {isSelf && <span class="tag">{said.you}</span>}
      <span class="tag">{accountWords.roles[role]}</span>
      {isOver ? (
        <span class="tag bad">{said.ended}</span>
      ) : (
        <span class={`tag ${canSignIn ? 'good' : 'warn'}`}>{canSignIn ? said.canSignIn : said.cannotSignIn}</span>
      )}
    </>
  );
}

function Detail({ person: { id, endsAt, provisioned } }: { person: Person }) {
  const { people: said } = words.value;
  return (
    <>
      <span class="code">{id}</span>
      {endsAt !== null && (
        <>
          {' · '}
          {said.until} <Time at={endsAt} />
        </>
      )}
      {provisioned && ` · ${said.provisioned}`}
    </>
  );
}
