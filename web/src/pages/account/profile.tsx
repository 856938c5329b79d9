import type { Account } from '../../api/account.ts';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';

export function Profile({ person }: { person: Account }) {
  const { account, credentials } = words.value;
  return (
    <section class="card">
      <dl class="facts">
        <dt>{account.name}</dt>
        <dd>{person.name}</dd>
        <dt>{credentials.yourName}</dt>
        <dd class="code">{person.id}</dd>
        <dt>{account.role}</dt>
        <dd>
          {account.roles[person.role]}
          <span class="small muted block">{account.rolesText[person.role]}</span>
        </dd>
        {person.endsAt !== null && (
          <>
            <dt>{account.ends}</dt>
            <dd>
              <Time at={person.endsAt} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
