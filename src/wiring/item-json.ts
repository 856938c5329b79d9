import { createHmac } from 'node:crypto';
import { basename } from 'node:path';
import type { AdapterSetting } from '../config/configuration.ts';
import { type EditedPart, editedParts, type ItemOf, itemsOf } from '../config/edit.ts';
import { secretsOf } from '../config/export.ts';
import {
  destinationValue,
  type ItemValue,
  lineValue,
  providerValue,
  routeValue,
  sourceValue,
} from '../config/item-value.ts';
import type { Kinds } from '../config/schema.ts';
import type { ConfigurationItems, GeneralJson, ItemJson } from '../http/api.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import { isTestOfFile, type StoredItems } from '../store/configuration-changes.ts';
import type { Keyring } from '../store/keyring.ts';
import { isReference } from '../support/reference.ts';

/** How things of the configuration are shown: as in a file, with everything that may be left out there, and no secret. */
export interface ItemViews {
  item<Part extends EditedPart>(part: Part, setting: ItemOf<Part>, stored: StoredItems): ItemJson;
  general(stored: StoredItems, publicUrlInUse: string | null): GeneralJson;
  all(stored: StoredItems, personId: string | null, current: InUse): ConfigurationItems;
  /** Changes whenever the thing does, its secrets included, and tells nothing of them. */
  revisionOf(value: unknown): string;
}

/** What follows from the configuration as it runs. */
export type InUse = Pick<CurrentConfiguration, 'publicUrl' | 'proofs'>;

/** A destination with what its owner has to prove. */
export function withProof(item: ItemJson, { proofs }: InUse): ItemJson {
  return { ...item, proof: proofs.get(item.id) ?? null };
}

export function createItemViews(kinds: Kinds, keyring: Keyring): ItemViews {
  const key = keyring.derive('configuration revisions');
  const revisionOf = (value: unknown) =>
    createHmac('sha256', key).update(JSON.stringify(value)).digest('base64url').slice(0, 22);
  const item: ItemViews['item'] = (part, setting, stored) => ({
    ...shownValue(part, setting, kinds),
    id: setting.id,
    provisioned: stored.marks[part].get(setting.id)?.provisioned ?? false,
    revision: revisionOf(setting),
  });
  const general: ItemViews['general'] = (stored, publicUrlInUse) => {
    const { publicUrl, defaultRegion, canaries, network } = stored.configuration;
    const value = { publicUrl, defaultRegion, canaries, ...network };
    return {
      ...value,
      canaries: canaries.map((one) => ({ ...one, provisioned: isTestOfFile(stored, one) })),
      publicUrlInUse,
      provisioned: stored.file !== null,
      revision: revisionOf(value),
    };
  };
  return {
    item,
    general,
    all: (stored, personId, current) => {
      const isShown = (part: EditedPart, one: { owner?: string }) =>
        personId === null || ((part === 'lines' || part === 'destinations') && one.owner === personId);
      const list = <Part extends EditedPart>(part: Part) =>
        itemsOf(stored.configuration, part)
          .filter((one) => isShown(part, one as { owner?: string }))
          .map((one) => item(part, one, stored));
      const [lines, sources, destinations, providers, routes] = editedParts.map(list) as [
        ItemJson[],
        ItemJson[],
        ItemJson[],
        ItemJson[],
        ItemJson[],
      ];
      const whole = general(stored, current.publicUrl);
      return {
        general:
          personId === null ? whole : { ...whole, allowHosts: [], serveHosts: [], trustedProxies: [], canaries: [] },
        people: stored.configuration.people
          .filter(({ id }) => personId === null || id === personId)
          .map(({ id, name }) => ({ id, name, provisioned: stored.marks.people.get(id)?.provisioned ?? false })),
        lines,
        sources,
        destinations: destinations.map((one) => withProof(one, current)),
        providers,
        routes,
        file: stored.file === null || personId === null ? stored.file : basename(stored.file),
      };
    },
    revisionOf,
  };
}

function shownValue<Part extends EditedPart>(part: Part, setting: ItemOf<Part>, kinds: Kinds): ItemValue {
  switch (part) {
    case 'lines':
      return lineValue(setting as ItemOf<'lines'>);
    case 'sources': {
      const source = setting as ItemOf<'sources'>;
      return { ...sourceValue(withoutSecrets(source, kinds.sources)), enabled: source.enabled };
    }
    case 'destinations': {
      const destination = setting as ItemOf<'destinations'>;
      const { enabled, show } = destination;
      return { ...destinationValue(withoutSecrets(destination, kinds.destinations)), enabled, show };
    }
    case 'providers': {
      const provider = setting as ItemOf<'providers'>;
      return { ...providerValue(withoutSecrets(provider, kinds.providers)), enabled: provider.enabled };
    }
    default: {
      const route = setting as ItemOf<'routes'>;
      return { ...routeValue(route), when: route.when, stop: route.stop };
    }
  }
}

function withoutSecrets<One extends AdapterSetting>(one: One, kinds: Kinds[keyof Kinds]): One {
  const secrets = secretsOf(kinds, one);
  const hidden = Object.entries(one.settings).map(([name, value]) => [
    name,
    secrets.includes(name) && !isOnlyReferences(value) ? { secret: true } : value,
  ]);
  return { ...one, settings: Object.fromEntries(hidden) };
}

/** `${NAME}` is not the secret. */
function isOnlyReferences(value: unknown): boolean {
  return [value].flat().every((one) => typeof one === 'string' && isReference(one));
}
