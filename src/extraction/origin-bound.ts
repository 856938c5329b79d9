/** What the last line of a text binds a code to. */
export interface OriginBoundCode {
  code: string;
  /** The top-level host. */
  domain: string;
  /** The embedded host; null where the line names none. */
  embeddedDomain: string | null;
}

/** Code points that a host in a URL may not hold, and those that end it (WHATWG URL §3.1), as a class of what it may. */
const hostPart = '[^\\t\\n\\f\\r #%/:<>?@\\[\\\\\\]^|\\u0000-\\u0020\\u007f]{1,253}';
const boundLine = new RegExp(`^@(${hostPart}) #([^\\t\\n\\f\\r #]+)(?: @(${hostPart})(?=[\\t\\n\\f\\r ]|$))?`, 'u');

/**
 * Reads an origin-bound one-time code (WICG "Origin-bound one-time codes delivered via SMS", §3): the last line is
 * `@host #code`, or `@top-level-host #code @embedded-host`. What follows a space behind that is ignored; one space and
 * nothing else stands between the fields, and a host with a port, a path or an IP address is none.
 */
export function parseOriginBound(text: string): OriginBoundCode | null {
  if (!text.includes('@')) return null;
  const match = boundLine.exec(lastLine(text));
  if (match === null) return null;
  const [, host = '', code = '', embedded] = match;
  const domain = parseDomain(host);
  if (domain === null) return null;
  return { code, domain, embeddedDomain: embedded === undefined ? null : parseDomain(embedded) };
}

/**
 * The last line. One that is nothing but a host (`@embedded.example`) binds nothing, and the line before it counts, as
 * Chromium's own tests of its parser expect; the specification looks at the last line alone.
 */
function lastLine(text: string): string {
  const last = lineBefore(text, text.length);
  const isHostAlone = text.charCodeAt(last.start) === 64 && !/[#\s]/.test(text.slice(last.start, last.end));
  const line = isHostAlone && last.start > 0 ? lineBefore(text, last.start) : last;
  return text.slice(line.start, line.end);
}

/** The last line before `index`; empty ones are passed over. */
function lineBefore(text: string, index: number): { start: number; end: number } {
  let end = index;
  while (end > 0 && isLineBreak(text.charCodeAt(end - 1))) end -= 1;
  let start = end;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start -= 1;
  return { start, end };
}

function isLineBreak(unit: number): boolean {
  return unit === 10 || unit === 13;
}

/** The host as browsers write it (lower case, Punycode); null where it is none or an IP address. */
function parseDomain(host: string): string | null {
  const url = URL.parse(`https://${host}`);
  if (url === null || url.hostname === '') return null;
  return /^[\d.]+$/.test(url.hostname) ? null : url.hostname;
}
