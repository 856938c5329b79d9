import type { Item } from '../../api/configuration.ts';
import { setUpWords } from '../../words/set-up.ts';
import { Connect } from '../items/connect.tsx';
import { PublicAddress } from './public-address.tsx';
import type { Wizard } from './wizard.ts';

/** Tells the provider of a number where its texts go: for that the hub must have an address in the internet. */
export function Provider({ wizard, source }: { wizard: Wizard; source: Item }) {
  const said = setUpWords.value;
  const address = wizard.state.items.value?.general.publicUrlInUse ?? null;
  return (
    <section class="card" aria-labelledby="provider">
      <h2 id="provider">{said.providerTitle}</h2>
      {address === null ? (
        <>
          <p>{said.providerNeedsAddress}</p>
          <PublicAddress wizard={wizard} />
          <p class="small muted">{said.providerWithout}</p>
        </>
      ) : (
        <>
          <p>{said.providerText(address)}</p>
          <div class="row">
            <Connect id={source.id} />
          </div>
          <details class="aside">
            <summary>{said.otherAddress}</summary>
            <PublicAddress wizard={wizard} />
          </details>
        </>
      )}
    </section>
  );
}
