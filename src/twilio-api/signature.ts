import { createHash, createHmac } from 'node:crypto';
import { parse, stringify } from 'node:querystring';
import { sameSecret } from '../support/same-secret.ts';

/** Parameters of a form; a name that stands several times has all its values. Nothing is trimmed or left out. */
export type FormParameters = ReadonlyMap<string, readonly string[]>;

/** Reads `application/x-www-form-urlencoded`, with blank values kept. */
export function readForm(body: URLSearchParams): FormParameters {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of body) {
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return parameters;
}

/**
 * Does `X-Twilio-Signature` fit the request? It is base64(HMAC-SHA1(auth token, URL + each name and value, sorted by
 * name)), by Twilio's "Webhooks security" page. Twilio signs some URLs with the standard port and some without, and
 * some with the query written anew: any of these forms will do, as in Twilio's own libraries.
 *
 * @param url the public URL that Twilio was given, with its query
 */
export function verifyTwilioSignature(
  authToken: string,
  signature: string,
  url: string,
  parameters: FormParameters,
): boolean {
  const tail = signedParameters(parameters);
  return [...urlForms(url)].some((form) => sameSecret(signature, sign(authToken, form + tail)));
}

/** Does `bodySHA256` of the query fit the body? Twilio signs only the URL of a JSON request, and the URL carries this hash. */
export function verifyBodyHash(rawBody: Uint8Array, bodySha256: string): boolean {
  return sameSecret(bodySha256.toLowerCase(), createHash('sha256').update(rawBody).digest('hex'));
}

function sign(authToken: string, signed: string): string {
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

function signedParameters(parameters: FormParameters): string {
  return [...parameters.keys()]
    .sort()
    .flatMap((name) => [...new Set(parameters.get(name))].sort().map((value) => name + value))
    .join('');
}

function urlForms(url: string): Set<string> {
  const normal = URL.parse(url)?.href ?? url;
  const ports = [withoutPort(url), withPort(url), withoutPort(normal), withPort(normal)];
  return new Set([...ports, withLegacyQuery(withoutPort(normal)), withLegacyQuery(withPort(normal))]);
}

const authorityPattern = /^(https?:\/\/)([^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(:\d*)?/i;

function withoutPort(url: string): string {
  return url.replace(authorityPattern, (_all, scheme: string, user = '', host = '') => `${scheme}${user}${host}`);
}

function withPort(url: string): string {
  return url.replace(authorityPattern, (all: string, scheme: string, _user, _host, port?: string) => {
    if (port !== undefined) return all;
    return `${all}${scheme.toLowerCase() === 'https://' ? ':443' : ':80'}`;
  });
}

/** The query as Node's old `querystring` writes it (`'` as `%27`): some of Twilio's own systems sign that. */
function withLegacyQuery(url: string): string {
  const start = url.indexOf('?');
  if (start === -1 || start === url.length - 1) return url;
  return `${url.slice(0, start)}?${stringify(parse(url.slice(start + 1)))}`;
}
