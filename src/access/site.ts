import { isIP } from 'node:net';

/** The address under which a browser sees the hub. */
export interface Site {
  /** `https://codes.example.com` */
  origin: string;
  secure: boolean;
  /** What passkeys are bound to; null: they are not possible here, and `whyNoPasskeys` says why. */
  rpId: string | null;
  whyNoPasskeys: string | null;
}

export interface SiteQuestion {
  /** The header `Host`, which was checked to be ours. */
  host: string;
  /** The header `Origin`. */
  origin: string | undefined;
  publicUrl: string | null;
  /** The connection itself is TLS. */
  encrypted: boolean;
}

/**
 * Which site a request was made from. Behind a proxy the connection says nothing of HTTPS: `publicUrl` does, or the
 * browser's own `Origin`. A foreign `Origin` gives null.
 */
export function siteOf({ host, origin, publicUrl, encrypted }: SiteQuestion): Site | null {
  const own = publicUrl === null ? null : URL.parse(publicUrl);
  const isPublic = own !== null && (own.host === host.toLowerCase() || own.origin === origin);
  const usual = isPublic ? own.origin : URL.parse(`${encrypted ? 'https' : 'http'}://${host}`)?.origin;
  if (usual === undefined) return null;
  if (origin === undefined) return describe(usual);
  const given = URL.parse(origin);
  if (given === null || given.origin !== origin) return null;
  if (given.origin === usual) return describe(usual);
  // A proxy with HTTPS in front, under a name of ours that is not publicUrl.
  const isOwnByHttps = !isPublic && given.protocol === 'https:' && given.host === host.toLowerCase();
  return isOwnByHttps ? describe(given.origin) : null;
}

/**
 * WebAuthn Level 3 §5.1.2 and §13.4.9: an RP ID is a domain name, never an IP address, and browsers offer passkeys in
 * secure contexts only: HTTPS, or localhost.
 */
function describe(origin: string): Site {
  const url = new URL(origin);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const isLocalhost = name === 'localhost' || name.endsWith('.localhost');
  const why = isIP(name)
    ? `Passkeys are bound to a name, never to an address such as ${name}: open the hub by a name (on this machine, http://localhost), or use a password.`
    : secure || isLocalhost
      ? null
      : `Browsers offer passkeys over HTTPS only: put the hub behind HTTPS and set publicUrl to its https:// address, or use a password.`;
  return { origin, secure, rpId: why === null ? name : null, whyNoPasskeys: why };
}
