/** Enough that nobody guesses it: NIST SP 800-63B asks for 112 bits of a secret that is looked up. */
const secretBytes = 24;

/** How secrets are made that are ours to choose, by what asks for them. */
const makers: Record<string, () => string> = {
  'sources.webhook.pathSecret': forAddress,
  'sources.webhook.bearer': forAddress,
  'sources.webhook.secret': forSigning,
  'destinations.webhook.secret': forSigning,
};

/** Makes such a secret; undefined where somebody else gives it out. */
export function secretMaker(of: string, path: string): (() => string) | undefined {
  return makers[`${of}.${path}`];
}

/** Letters that need no escaping in an address or a header. */
function forAddress(): string {
  return base64().replaceAll('+', '-').replaceAll('/', '_');
}

/** As Standard Webhooks writes it: whsec_ and base64 of 24 to 64 bytes. */
function forSigning(): string {
  return `whsec_${base64()}`;
}

/** Of whole groups of three bytes, so that no = stands at its end. */
function base64(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(secretBytes))));
}
