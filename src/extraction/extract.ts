import { type Extraction, nothingFound } from '../domain/code.ts';
import { findCandidates } from './candidates.ts';
import { fold } from './fold.ts';
import { compileKind } from './kind.ts';
import { languages } from './languages/index.ts';
import { compileNoise } from './noise.ts';
import { parseOriginBound } from './origin-bound.ts';
import { compileScore, enough } from './score.ts';
import { compileService } from './service.ts';
import { compileStatedLifetime } from './stated-lifetime.ts';

/** What is known of a text besides its words. */
export interface ExtractionHints {
  /** As the network reported it; untrusted, used only to name a service that the text leaves open. */
  sender?: string | undefined;
  /** Milliseconds since the epoch; for words that name a time of day. */
  receivedAt?: number | undefined;
}

/** One language, ready to read. */
interface Reader {
  noise: ReturnType<typeof compileNoise>;
  score: ReturnType<typeof compileScore>;
  kind: ReturnType<typeof compileKind>;
  service: ReturnType<typeof compileService>;
  lifetime: ReturnType<typeof compileStatedLifetime>;
}

const readers: readonly Reader[] = languages.map((language) => ({
  noise: compileNoise(language),
  score: compileScore(language),
  kind: compileKind(language),
  service: compileService(language),
  lifetime: compileStatedLifetime(language),
}));

/**
 * Finds code, kind, service, bound domain and lifetime in a text. Pure, and linear in its length. An origin-bound code
 * (WICG) is certain; any other is the candidate that the words of some language speak for most.
 */
export function extract(text: string, hints: ExtractionHints = {}): Extraction {
  const folded = fold(text);
  const bound = parseOriginBound(text);
  const best = readers
    .map((reader) => ({ reader, ...findCode(reader, folded) }))
    .reduce((a, b) => (b.score > a.score ? b : a));
  const code = bound?.code ?? best.code;
  const { reader } = best;
  const kind = reader.kind(folded, code !== null);
  const isAboutAccount = code !== null || kind !== null;
  const service = reader.service({ text: folded, domain: bound?.domain ?? null, sender: hints.sender, isAboutAccount });
  const expiresInSeconds = reader.lifetime(folded);
  if (!isAboutAccount) return { ...nothingFound, service, expiresInSeconds: null };
  return {
    code,
    kind,
    service,
    domain: bound?.domain ?? null,
    embeddedDomain: bound?.embeddedDomain ?? null,
    expiresInSeconds,
    confidence: bound === null ? confidence(best.score) : 1,
  };
}

function findCode(reader: Reader, text: string): { code: string | null; score: number } {
  const candidates = findCandidates(text, reader.noise(text));
  const scores = reader.score(text, candidates);
  const score = Math.max(0, ...scores);
  const index = scores.indexOf(score);
  return { code: score >= enough ? (candidates[index]?.value ?? null) : null, score };
}

/** 0.5 where a score is just enough, 0.99 at most; half of that for a text without a code. */
function confidence(score: number): number {
  return score >= enough ? Math.min(0.99, 0.5 + (score - enough) * 0.1) : 0.4;
}
