import { useState } from 'preact/hooks';
import { readItems } from '../../api/configuration.ts';
import { listPeople } from '../../api/people.ts';
import { isBoard, listTokens, type NewToken } from '../../api/tokens.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import { TokenList } from '../../parts/token-list.tsx';
import '../../styles/account.css';
import { words } from '../../words/words.ts';
import { MakeBoard } from './make-board.tsx';
import { NewBoardDialog } from './new-board-dialog.tsx';

/** Screens on walls. */
export function BoardsPage() {
  return <OwnersOnly title={words.value.settings.boards}>{() => <Boards />}</OwnersOnly>;
}

async function readBoards() {
  const [tokens, people, { general }] = await Promise.all([listTokens(), listPeople(), readItems()]);
  return {
    boards: tokens.filter(isBoard),
    people: new Map(people.map(({ id, name }) => [id, name])),
    origin: originOf(general.publicUrlInUse) ?? location.origin,
  };
}

function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : null;
}

function Boards() {
  const { boards: said, settings } = words.value;
  const { value, reload, task } = useLoaded(readBoards);
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const onMade = async (board: NewToken) => {
    setIsMaking(false);
    setMade(board);
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
        {settings.boards}
      </SettingsTitle>
      <p class="muted">{said.intro}</p>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value?.boards.length === 0 && <p>{said.none}</p>}
      {value !== null && value.boards.length > 0 && (
        <TokenList tokens={value.boards} people={value.people} revokeText={said.revokeText} onChange={reload} />
      )}
      {isMaking && <MakeBoard onClose={() => setIsMaking(false)} onMade={onMade} />}
      {made !== null && value !== null && (
        <NewBoardDialog made={made} origin={value.origin} onClose={() => setMade(null)} />
      )}
    </>
  );
}
