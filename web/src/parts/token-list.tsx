import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { revokeToken, type Token } from '../api/tokens.ts';
import { words } from '../words/words.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Item } from './item.tsx';
import { tell } from './notices.tsx';
import { Time } from './time.tsx';

/** Tokens or boards, each of which can be revoked. `marks`: what is told of one beside its name. */
export function TokenList({
  tokens,
  people,
  marks,
  revokeText,
  onChange,
}: {
  tokens: readonly Token[];
  people: ReadonlyMap<string, string>;
  marks?: (token: Token) => ComponentChildren;
  revokeText: string;
  onChange: () => Promise<void>;
}) {
  const said = words.value.tokens;
  const [asked, setAsked] = useState<Token | null>(null);
  const revoke = async (id: string) => {
    await revokeToken(id);
    await onChange();
    setAsked(null);
    tell(said.revoked);
  };
  return (
    <section class="card">
      <ul class="items">
        {tokens.map((token) => (
          <Item
            key={token.id}
            name={
              <>
                <span>{token.name}</span>
                {marks?.(token)}
              </>
            }
            detail={<Detail token={token} people={people} />}
          >
            <button
              type="button"
              class="danger"
              aria-label={said.revokeLabel(token.name)}
              onClick={() => setAsked(token)}
            >
              {said.revoke}
            </button>
          </Item>
        ))}
      </ul>
      {asked !== null && (
        <ConfirmDialog
          title={said.revokeTitle(asked.name)}
          action={said.revoke}
          onConfirm={() => revoke(asked.id)}
          onClose={() => setAsked(null)}
        >
          <p>{revokeText}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function Detail({ token, people }: { token: Token; people: ReadonlyMap<string, string> }) {
  const said = words.value.tokens;
  const { person, createdAt, lastUsedAt } = token;
  return (
    <>
      {person === null ? said.administrator : said.of(people.get(person) ?? person)} · {said.made}{' '}
      <Time at={createdAt} /> · {said.lastUsed} {lastUsedAt === null ? said.never : <Time at={lastUsedAt} />}
    </>
  );
}
