import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Configuration } from '../config/configuration.ts';
import { findContradictions } from '../config/edit.ts';
import { readConfiguration } from '../config/load.ts';
import { formatProblem } from '../config/problem.ts';
import type { Kinds } from '../config/schema.ts';
import { findWarnings } from '../config/warnings.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { ApplyResult } from '../http/api.ts';
import { loadConfiguration } from '../store/configuration.ts';
import type { Sealing } from '../store/configuration-rows.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { provision, wasProvisioned } from '../store/provision.ts';
import type { Clock } from '../support/clock.ts';
import { secretNames } from '../support/secret.ts';

export interface ProvisioningParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  kinds: Kinds;
}

/**
 * Applies the file at start, if there is one. A file with problems changes nothing: the hub goes on with what it has,
 * and says what is wrong; on PostgreSQL, where nodes share a store, a file is applied only by `config apply`.
 *
 * @returns problems and warnings, one line each
 * @throws KeypigeonError `invalid-configuration` when there is nothing to go on with
 */
export async function provisionAtStart(parts: ProvisioningParts, file: string | null): Promise<string[]> {
  if (file === null || parts.database.dialect === 'postgres') return [];
  const yaml = readConfigurationFile(file);
  const { problems, warnings: warned } = await applyProvisioning(parts, yaml, file, false);
  if (problems.length > 0 && !(await wasProvisioned(parts.database))) {
    throw new KeypigeonError('invalid-configuration', problems.join('\n'));
  }
  return [...problems, ...warned];
}

function readConfigurationFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? 'error';
    throw new KeypigeonError('invalid-configuration', `${file} cannot be read (${code}); check KEYPIGEON_CONFIG`, {
      cause,
    });
  }
}

/** Checks a provisioning file and, unless `dryRun`, applies it as one change. A file with problems changes nothing. */
export async function applyProvisioning(
  parts: ProvisioningParts,
  yaml: string,
  file: string,
  dryRun: boolean,
): Promise<ApplyResult> {
  const { configuration, problems } = readConfiguration(yaml, parts.kinds);
  if (configuration === null) {
    return { applied: false, problems: problems.map((problem) => formatProblem(problem, file)), warnings: [] };
  }
  const result = { problems: [], warnings: findWarnings(configuration, parts.kinds) };
  if (dryRun) return { applied: false, ...result };
  const applied = await write(parts, configuration, yaml, file);
  if (!applied) return { applied, ...result };
  const stored = await loadConfiguration(parts.database, parts.keyring);
  return { applied, problems: [], warnings: [...result.warnings, ...findContradictions(stored, parts.kinds)] };
}

function write(parts: ProvisioningParts, configuration: Configuration, yaml: string, file: string) {
  const { database, keyring, clock, kinds } = parts;
  const hash = createHash('sha256').update(yaml).digest('base64url');
  const secretsOf = secretsByKind(kinds);
  return database.write(provision, { configuration, hash, file, keyring, secretsOf, now: clock.now() });
}

/** Which settings of a kind are sealed in the store. */
export function secretsByKind(kinds: Kinds): Sealing['secretsOf'] {
  return (role, name) => {
    const lists = { source: kinds.sources, destination: kinds.destinations, provider: kinds.providers };
    const kind = lists[role].find((one) => one.kind === name);
    return kind === undefined ? [] : secretNames(kind.config);
  };
}
