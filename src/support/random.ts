import { randomBytes } from 'node:crypto';

/** Randomness, handed in so that tests can repeat it. */
export type RandomBytes = (length: number) => Uint8Array;

export const systemRandom: RandomBytes = (length) => randomBytes(length);
