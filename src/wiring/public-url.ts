import { type ReferenceTargets, resolveReferences } from '../config/references.ts';
import type { Logger } from '../support/logger.ts';

/** The configuration's public address with its reference resolved; null where it cannot be, which the sources then say. */
export function resolvePublicUrl(configured: string | null, targets: ReferenceTargets, log: Logger): string | null {
  if (configured === null) return null;
  try {
    return resolveReferences(configured, targets, 'publicUrl').replace(/\/+$/, '');
  } catch (error) {
    log.error({ err: error }, 'the public address is not known');
    return null;
  }
}
