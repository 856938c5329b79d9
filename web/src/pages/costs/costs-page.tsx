import { type Items, readItems } from '../../api/configuration.ts';
import { type PriceList, readPrices } from '../../api/costs.ts';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import '../../styles/account.css';
import '../../styles/apps.css';
import '../../styles/costs.css';
import { costWords } from '../../words/costs.ts';
import { words } from '../../words/words.ts';
import { HeldBack } from './held-back.tsx';
import { MonthSection } from './month-section.tsx';
import { Prices } from './prices.tsx';

/** What the codes of apps cost, and by which prices. */
export function CostsPage() {
  return <OwnersOnly title={words.value.settings.costs}>{() => <Costs />}</OwnersOnly>;
}

async function readAll(): Promise<{ list: PriceList; items: Items }> {
  const [list, items] = await Promise.all([readPrices(), readItems()]);
  return { list, items };
}

function Costs() {
  const { value, reload, task } = useLoaded(readAll);
  return (
    <>
      <div class="stack tight">
        <SettingsTitle>{words.value.settings.costs}</SettingsTitle>
        <p class="muted">{costWords.value.intro}</p>
      </div>
      {value === null && <NotLoaded task={task} reload={reload} />}
      {value !== null && (
        <>
          {/* In another currency the sums are read again. */}
          <MonthSection key={value.list.currency} isNew={value.list.prices.length === 0} />
          <HeldBack />
          <Prices list={value.list} items={value.items} onChanged={reload} />
        </>
      )}
    </>
  );
}
