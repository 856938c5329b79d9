import type { DestinationSetting } from '../config/configuration.ts';
import { type ReferenceTargets, resolveSettings } from '../config/references.ts';
import type { DestinationKind } from '../destinations/destination.ts';
import type { HeldAddress, ProofState } from '../domain/proof.ts';
import type { CurrentConfiguration, StoredConfiguration } from '../store/configuration.ts';

export interface ProofRules {
  kinds: DestinationKind[];
  targets: ReferenceTargets;
}

/** The configuration with what has to be proven: in doubt it is not proven. */
export function withProofs(stored: StoredConfiguration, rules: ProofRules): CurrentConfiguration {
  const proofs = stored.destinations.flatMap((setting): [string, ProofState][] => {
    const address = addressOf(setting, stored, rules);
    if (address === undefined) return [];
    return [[setting.id, isHeld(setting, address, stored.held.get(setting.id)) ? 'proven' : 'needed']];
  });
  return { ...stored, proofs: new Map(proofs) };
}

/** What is to be proven; undefined: nothing; null: it cannot be told what. */
export function addressOf(
  setting: DestinationSetting,
  { added, defaultRegion }: Pick<StoredConfiguration, 'added' | 'defaultRegion'>,
  { kinds, targets }: ProofRules,
): string | null | undefined {
  const kind = kinds.find((one) => one.kind === setting.kind);
  if (kind?.proves === undefined || !added.has(setting.id)) return undefined;
  try {
    const config = resolveSettings(kind.config, setting, targets, `destinations.${setting.id}`);
    return kind.proves(config, defaultRegion ?? undefined);
  } catch {
    return null;
  }
}

function isHeld({ kind, owner }: DestinationSetting, address: string | null, held: HeldAddress | undefined): boolean {
  return held !== undefined && held.kind === kind && held.owner === owner && held.address === address;
}
