import type { ComponentChildren } from 'preact';
import { account } from '../../api/account.ts';
import { type Health, hasKinds, type Item, type Kind, type Part } from '../../api/configuration.ts';
import { Icon } from '../../parts/icon.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';
import { Connect } from './connect.tsx';
import { HealthTag } from './health-tag.tsx';
import { hookAddress, takesCalls } from './hook-address.ts';
import { nameOf, summaryOf } from './item-summary.ts';
import type { ItemsState } from './items.ts';
import { titleOfKind } from './kind-words.ts';
import { LineHealth } from './line-health.tsx';
import { Proof } from './proof.tsx';
import { Remove } from './remove.tsx';
import { TestButton } from './test-button.tsx';

/** One line, source, destination, provider or route: what it is, how it is, what one can do with it. */
export function ItemCard({
  part,
  item,
  state,
  place,
  children,
}: {
  part: Part;
  item: Item;
  state: ItemsState;
  /** In an order that counts. */
  place?: number;
  children?: ComponentChildren;
}) {
  const kinds = hasKinds(part) ? state.adapters.value?.[part] : undefined;
  const kind = kinds?.find((one) => one.kind === item.kind);
  return (
    <li class="card item-card">
      <Head part={part} item={item} kind={kind} health={state.healthOf(part, item.id)} place={place} />
      <div class="item-summary muted">
        {summaryOf(part, item, state).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <HealthDetail item={item} health={state.healthOf(part, item.id)} />
      {part === 'lines' && <LineHealth item={item} state={state} />}
      {takesCalls(kind) && <HookLine item={item} base={state.items.value?.general.publicUrlInUse ?? location.origin} />}
      {item.proof === 'needed' && <Proof id={item.id} onProven={() => state.load()} />}
      <Actions part={part} item={item} state={state} kind={kind}>
        {children}
      </Actions>
    </li>
  );
}

function Head(props: {
  part: Part;
  item: Item;
  kind: Kind | undefined;
  health: Health | undefined;
  place: number | undefined;
}) {
  const { part, item, kind, health, place } = props;
  const isOff = item.enabled === false;
  return (
    <div class="item-head">
      <h2>
        {place !== undefined && <span class="muted">{place}. </span>}
        {nameOf(item)}
      </h2>
      {item.kind !== undefined && (
        <span class="tag">{titleOfKind(part, kind ?? { kind: item.kind, title: item.kind })}</span>
      )}
      {item.proof === 'needed' && <span class="tag warn">{words.value.items.unproven}</span>}
      {isOff && <span class="tag warn">{words.value.items.off}</span>}
      {health !== undefined && !isOff && item.proof !== 'needed' && <HealthTag health={health} />}
    </div>
  );
}

/** What the source, destination or provider itself says, where it is not well. */
function HealthDetail({ item, health }: { item: Item; health: Health | undefined }) {
  // That its proof is missing is said in our own words.
  const isSilent = item.enabled === false || item.proof === 'needed';
  if (health === undefined || health.state === 'ok' || isSilent || health.detail === '') return null;
  return (
    <p class="small health-detail" lang="en">
      {health.detail} · <Time at={health.since} />
    </p>
  );
}

/** Where texts are handed in; the secret at its end is not shown again. */
function HookLine({ item, base }: { item: Item; base: string }) {
  return (
    <p class="small">
      {words.value.items.hook.callsTo} <code>{hookAddress(base, item.id, item)}</code>
    </p>
  );
}

function Actions({
  part,
  item,
  state,
  kind,
  children,
}: {
  part: Part;
  item: Item;
  state: ItemsState;
  kind: Kind | undefined;
  children?: ComponentChildren;
}) {
  const isOwner = account.value?.role === 'owner';
  const mayChange = isOwner || part === 'destinations';
  const mayTest = part === 'destinations' && item.proof !== 'needed' && item.enabled !== false;
  return (
    <>
      {item.provisioned && <Locked file={state.items.value?.file ?? null} />}
      {!mayChange && !item.provisioned && <Locked />}
      <div class="row item-actions">
        {mayChange && !item.provisioned && <EditLink part={part} item={item} />}
        {mayTest && <TestButton id={item.id} onSent={() => state.refreshHealth()} />}
        {part === 'sources' && kind?.connects === true && item.enabled !== false && <Connect id={item.id} />}
        {mayChange && !item.provisioned && <Remove part={part} item={item} onRemoved={() => state.load()} />}
        {children}
      </div>
    </>
  );
}

function EditLink({ part, item }: { part: Part; item: Item }) {
  const { common, forms } = words.value;
  return (
    <a
      class="button"
      href={`/settings/${part}?edit=${encodeURIComponent(item.id)}`}
      aria-label={forms.of(common.edit, nameOf(item))}
    >
      {common.edit}
    </a>
  );
}

/** Why one cannot change it: a file has it, or it is for owners. */
function Locked({ file }: { file?: string | null }) {
  const said = words.value.items;
  return (
    <p class="locked muted small">
      <Icon name="lock" /> <span>{file === undefined ? said.lockedForMembers : said.locked(file ?? '')}</span>
    </p>
  );
}
