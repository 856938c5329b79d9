import type { SourceKind } from './source.ts';

/** Every kind of source: a new one is one file and one line here. */
export const sourceKinds: SourceKind[] = [];
