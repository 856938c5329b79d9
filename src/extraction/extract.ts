import { type Extraction, nothingFound } from '../domain/code.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { findKind } from './kind.ts';
import { parseOriginBound } from './origin-bound.ts';
import { type Reading, read } from './reading.ts';
import { scoreCandidates } from './score.ts';
import { enough } from './scoring.ts';
import { findService } from './service.ts';
import { findStatedLifetime } from './stated-lifetime.ts';

/** What is known of a text besides its words. */
export interface ExtractionHints {
  /** As the network reported it; untrusted, used only to name a service that the text leaves open. */
  sender?: string | undefined;
  /** Milliseconds since the epoch; without it no lifetime is found in words that name a time of day (`until 14:30`). */
  receivedAt?: number | undefined;
}

/**
 * Finds code, kind, service, bound domain and lifetime in a text of any language. Pure, and linear in its length. An
 * origin-bound code (WICG) is certain; any other is the candidate that the words around it speak for most.
 */
export function extract(text: string, hints: ExtractionHints = {}): Extraction {
  const reading = read(text);
  const bound = parseOriginBound(text);
  const { candidate, score } = best(reading);
  const code = bound?.code ?? candidate?.value ?? null;
  const kind = findKind(reading, code !== null, bound === null ? candidate : null);
  const isAboutAccount = code !== null || kind !== null;
  const domain = bound?.domain ?? null;
  const service = findService({ reading, domain, sender: hints.sender, candidate, isAboutAccount });
  if (!isAboutAccount) return { ...nothingFound, service };
  // `SIM swap requested. Call within 2 hours`: only a code and a link have a life.
  const lives = code !== null || kind === 'reset-link';
  return {
    code,
    kind,
    service,
    domain,
    embeddedDomain: bound?.embeddedDomain ?? null,
    expiresInSeconds: lives ? findStatedLifetime(reading, candidate, hints.receivedAt) : null,
    confidence: bound === null ? confidence(score) : 1,
  };
}

/** The candidate with the highest score, where that is enough; of equal ones the first. */
function best(reading: Reading): { candidate: Candidate | null; score: number } {
  const candidates = findCandidates(reading);
  let found: Candidate | null = null;
  let highest = 0;
  for (const [index, score] of scoreCandidates(reading, candidates).entries()) {
    if (score <= highest) continue;
    highest = score;
    found = candidates[index] ?? null;
  }
  return { candidate: highest >= enough ? found : null, score: highest };
}

/** 0.5 where a score is just enough, 0.99 at most; less for a text without a code. */
function confidence(score: number): number {
  return score >= enough ? Math.min(0.99, 0.5 + (score - enough) * 0.1) : 0.4;
}
