import { z } from 'zod';
import { isReference } from './reference.ts';
import { secretString } from './secret.ts';

const expected = 'expected an address that starts with https:// (or http://) and holds no user name';

/** Is this an address that HTTP requests can go to? Credentials in it would end up in logs of others. */
function isWebAddress(value: string): boolean {
  if (isReference(value)) return true;
  const url = URL.parse(value);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || url.protocol === 'http:';
}

/** A setting that is an HTTP address. */
export function webAddress(): z.ZodString {
  return z.string().refine(isWebAddress, expected);
}

/** A setting that is an HTTP address which alone lets anyone in, as those of incoming webhooks do. */
export function secretWebAddress(): z.ZodString {
  return secretString().refine(isWebAddress, expected);
}
