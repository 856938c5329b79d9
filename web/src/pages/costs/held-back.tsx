import { listBlocks } from '../../api/costs.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { costWords } from '../../words/costs.ts';
import { OneBlock } from '../apps/blocks.tsx';

/** Where which app sends nothing for now, each with what lifts it. */
export function HeldBack() {
  const { blocks: said } = costWords.value;
  const { value, reload, task } = useLoaded(listBlocks);
  return (
    <section class="card roomy" aria-labelledby="blocks">
      <h2 id="blocks">{said.title}</h2>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value?.length === 0 && <p class="muted">{said.none}</p>}
      {value?.map((block) => (
        <OneBlock key={block.id} block={block} onLifted={reload}>
          <p class="small">
            {said.of} <a href={`/settings/apps/${block.app.accountSid}`}>{block.app.name ?? block.app.accountSid}</a>
          </p>
        </OneBlock>
      ))}
    </section>
  );
}
