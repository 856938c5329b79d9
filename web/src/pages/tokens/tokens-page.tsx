import { useState } from 'preact/hooks';
import { listPeople } from '../../api/people.ts';
import { isBoard, listTokens, type NewToken } from '../../api/tokens.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import { TokenList } from '../../parts/token-list.tsx';
import '../../styles/account.css';
import { words } from '../../words/words.ts';
import { MakeToken } from './make-token.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';

/** Programs that may ask the hub. */
export function TokensPage() {
  return <OwnersOnly title={words.value.settings.tokens}>{() => <Tokens />}</OwnersOnly>;
}

async function readTokens() {
  const [tokens, people] = await Promise.all([listTokens(), listPeople()]);
  return {
    tokens: tokens.filter((token) => !isBoard(token)),
    people: new Map(people.map(({ id, name }) => [id, name])),
  };
}

function Tokens() {
  const { tokens: said, settings } = words.value;
  const { value, reload, task } = useLoaded(readTokens);
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const onMade = async (token: NewToken) => {
    setIsMaking(false);
    setMade(token);
    await reload();
  };
  return (
    <>
      <SettingsTitle
        aside={
          <button type="button" class="primary" onClick={() => setIsMaking(true)}>
            {said.add}
          </button>
        }
      >
        {settings.tokens}
      </SettingsTitle>
      <p class="muted">{said.intro}</p>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value?.tokens.length === 0 && <p>{said.none}</p>}
      {value !== null && value.tokens.length > 0 && (
        <TokenList
          tokens={value.tokens}
          people={value.people}
          marks={({ scopes }) =>
            scopes.map((scope) => (
              <span key={scope} class="tag">
                {said.scopes[scope]}
              </span>
            ))
          }
          revokeText={said.revokeText}
          onChange={reload}
        />
      )}
      {isMaking && <MakeToken onClose={() => setIsMaking(false)} onMade={onMade} />}
      {made !== null && <NewTokenDialog made={made} onClose={() => setMade(null)} />}
    </>
  );
}
