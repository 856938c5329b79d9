import { hash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in a time that tells nothing about where they differ, nor how long the expected one is. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(value: string): Buffer {
  return hash('sha256', value, 'buffer');
}
