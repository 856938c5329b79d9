import { createHash, createHmac } from 'node:crypto';
import { sameSecret } from '../support/same-secret.ts';

/** As the Vonage dashboard names them. */
export const signatureMethods = ['md5hash', 'sha1', 'sha256', 'sha512'] as const;
export type SignatureMethod = (typeof signatureMethods)[number];

/**
 * Does the parameter `sig` fit the others? They are joined sorted by name, with `&` and `=` in values as `_`, and signed
 * with the signature secret (Vonage, "Signing messages"; `md5hash` is an MD5 of both).
 */
export function verifyVonageSignature(
  fields: Readonly<Record<string, string>>,
  secret: string,
  method: SignatureMethod,
): boolean {
  const { sig = '', ...rest } = fields;
  const signed = Object.keys(rest)
    .sort()
    .map((name) => `&${name}=${(rest[name] ?? '').replace(/[&=]/g, '_')}`)
    .join('');
  const hash =
    method === 'md5hash' ? createHash('md5').update(signed + secret) : createHmac(method, secret).update(signed);
  return sameSecret(sig.toLowerCase(), hash.digest('hex'));
}
