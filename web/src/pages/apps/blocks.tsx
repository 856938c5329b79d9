import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type Block, liftBlock, listBlocks } from '../../api/costs.ts';
import { Icon } from '../../parts/icon.tsx';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { Time } from '../../parts/time.tsx';
import { appWords } from '../../words/apps.ts';
import { nameRegion } from './region-names.ts';

/** Where the app sends nothing for now, each with what lifts it. Nothing is shown while there is none. */
export function Blocks({ accountSid }: { accountSid: string }) {
  const said = appWords.value.blocks;
  const { value, reload, task } = useLoaded(listBlocks);
  if (value === null) return task.error === undefined ? null : <NotLoaded task={task} reload={reload} />;
  const own = value.filter(({ app }) => app.accountSid === accountSid);
  if (own.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="blocks">
      <h2 id="blocks">{said.title}</h2>
      {own.map((block) => (
        <OneBlock key={block.id} block={block} onLifted={reload} />
      ))}
    </section>
  );
}

/** One place where nothing is sent. `children`: whose codes they are, where that is not clear. */
export function OneBlock({
  block,
  onLifted,
  children,
}: {
  block: Block;
  onLifted: () => Promise<void>;
  children?: ComponentChildren;
}) {
  const said = appWords.value.blocks;
  const task = useTask();
  const [isLifted, setIsLifted] = useState(false);
  const lift = () =>
    task.run(async () => {
      await liftBlock(block.id);
      setIsLifted(true);
      tell(said.lifted);
      await onLifted();
    });
  const place = block.scope === 'region' ? nameRegion(block.place) : said.beginning(block.place);
  return (
    <div class="notice-box section-head">
      <div class="trouble app-block">
        <Icon name="warning" />
        <div>
          <p>
            <strong>{block.scope === 'checks' ? said.alarm : said.blocked(place)}</strong>{' '}
            {block.scope !== 'checks' && (
              <>
                {said.until} <Time at={block.until} />
              </>
            )}
          </p>
          {children}
          <p class="small">{said.reasons[block.reason](block.counted?.tried ?? 0, block.counted?.good ?? 0)}</p>
          {task.error !== undefined && <p class="error">{task.error}</p>}
        </div>
      </div>
      <button type="button" disabled={task.running || isLifted} onClick={lift}>
        {block.scope === 'checks' ? said.dismiss : said.lift}
      </button>
    </div>
  );
}
