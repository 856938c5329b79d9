import '../../styles/inbox.css';
import '../../styles/board.css';
import { useEffect, useMemo } from 'preact/hooks';
import { hubNow, ticks, watchTime } from '../../api/hub-clock.ts';
import type { PageProps } from '../../app.tsx';
import { Ring } from '../../parts/ring.tsx';
import { words } from '../../words/words.ts';
import { groupsOf } from '../inbox/code-shape.ts';
import { type BoardCode, BoardStream } from './board-stream.ts';
import { takeBoardToken } from './board-token.ts';
import { keepAwake } from './keep-awake.ts';

/** The scoreboard for a wall: huge digits, whom they are for, how long they are good; blank when nothing is due. */
export function BoardPage({ parameter: name }: PageProps) {
  const token = useMemo(() => takeBoardToken(name), [name]);
  const stream = useMemo(() => new BoardStream(token ?? ''), [token]);
  useEffect(() => {
    if (token === null) return;
    void stream.open();
    const stops = [watchTime(), keepAwake(), () => stream.close()];
    return () => {
      for (const stop of stops) stop();
    };
  }, [stream, token]);
  const said = words.value.board;
  ticks.value;
  const codes = (stream.codes.value ?? []).filter((code) => hubNow() < Date.parse(usableUntil(code)));
  if (token === null || stream.state.value === 'refused')
    return (
      <main class="board">
        <h1 class="unseen">{said.title}</h1>
        <p class="board-said">{said.refused}</p>
      </main>
    );
  return (
    <main class={`board count-${Math.min(codes.length, 4)}`}>
      <h1 class="unseen">{said.title}</h1>
      <p class="unseen" aria-live="polite">
        {codes[0] === undefined ? '' : said.newCode(nameOf(codes[0]))}
      </p>
      {codes.map((code) => (
        <BoardCard key={code.id} code={code} />
      ))}
      {stream.state.value === 'lost' && <p class="board-lost">{said.lost}</p>}
    </main>
  );
}

function BoardCard({ code }: { code: BoardCode }) {
  return (
    <article class="board-card">
      <h2>
        {nameOf(code)}
        {code.for.length > 0 && <span class="board-for"> {words.value.board.for(code.for.join(', '))}</span>}
      </h2>
      <p class="code board-code">
        {groupsOf(code.code).map((group) => (
          <span key={group.at}>{group.text}</span>
        ))}
      </p>
      <Ring from={code.receivedAt} until={usableUntil(code)} />
    </article>
  );
}

function nameOf({ service, sender, line }: BoardCode): string {
  return service ?? (sender === '' ? line : sender);
}

function usableUntil({ expiresAt, deliverUntil }: BoardCode): string {
  return expiresAt ?? deliverUntil;
}
