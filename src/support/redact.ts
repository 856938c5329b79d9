const urlPattern = /\b([a-z][a-z0-9+.-]{1,15}:\/\/)([^\s"'<>]+)/gi;

/** Keeps scheme and host of every URL in a line: credentials and the paths of incoming webhooks are secrets. */
export function redactUrls(line: string): string {
  return line.replace(urlPattern, (_whole, scheme: string, rest: string) => {
    const authority = rest.split(/[/?#]/, 1)[0] ?? '';
    const host = authority.slice(authority.lastIndexOf('@') + 1);
    return host.length === rest.length ? `${scheme}${host}` : `${scheme}${host}/…`;
  });
}
