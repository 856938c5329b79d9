import type { DestinationKind } from './destination.ts';

/** Every kind of destination: a new one is one file and one line here. */
export const destinationKinds: DestinationKind[] = [];
